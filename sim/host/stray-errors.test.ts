import { constants } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { KeyedRandom } from '../random/index.ts';
import { hostGlobals } from './host-globals.ts';
import { currentScope } from './scope.ts';
import { HostBench } from './testing/host-bench.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

function world(): HostBench {
  bench = new HostBench();
  return bench;
}

/** Runs as the code of one host; each call is another host. */
function hostOf(owner: string): (act: () => void) => void {
  const globals = hostGlobals(new KeyedRandom('errors'), owner, 0, () => true);
  return (act) => currentScope.run({ globals, exchange: null }, act);
}

function failLater(message: string): void {
  setTimeout(() => {
    throw new Error(message);
  }, 1);
}

function rejectLater(reason: unknown): void {
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what Node makes of it is the point
  setTimeout(() => void Promise.reject(reason), 1);
}

/** What Node would tell of each way to fail that nobody catches, and that the process lives on. */
test.for([
  {
    name: 'a timer that throws is told to uncaughtException',
    event: 'uncaughtException',
    fail: () => failLater('boom'),
    heard: [expect.objectContaining({ message: 'boom' }), 'uncaughtException'],
  },
  {
    name: 'a microtask that throws, too',
    event: 'uncaughtException',
    fail: () => queueMicrotask(() => failNow('boom')),
    heard: [expect.objectContaining({ message: 'boom' }), 'uncaughtException'],
  },
  {
    name: 'a rejection is told to unhandledRejection',
    event: 'unhandledRejection',
    fail: () => rejectLater('no error'),
    heard: ['no error', expect.any(Promise)],
  },
  {
    name: 'without that, a rejection is an uncaught exception',
    event: 'uncaughtException',
    fail: () => rejectLater(new Error('boom')),
    heard: [expect.objectContaining({ message: 'boom' }), 'unhandledRejection'],
  },
  {
    name: 'and one with no error gets one',
    event: 'uncaughtException',
    fail: () => rejectLater('no error'),
    heard: [expect.objectContaining({ code: 'ERR_UNHANDLED_REJECTION' }), 'unhandledRejection'],
  },
])("a subject's own handler: $name", async ({ event, fail, heard }) => {
  const it = world();
  const inside = hostOf('edge');
  const seen: unknown[][] = [];
  let goesOn = false;
  inside(() => {
    process.on(event, (...given: unknown[]) => seen.push(given));
    fail();
    setTimeout(() => (goesOn = true), 5);
  });
  it.kernel.unsettle();
  await it.run(10);
  expect(seen).toStrictEqual([heard]);
  expect(it.crashes).toStrictEqual([]);
  expect(goesOn).toBe(true);
});

function failNow(message: string): never {
  throw new Error(message);
}

test('a handler that only watches does not save the process', async () => {
  const it = world();
  const seen: unknown[] = [];
  hostOf('edge')(() => {
    process.on('uncaughtExceptionMonitor', (error) => seen.push(error.message));
    failLater('boom');
  });
  await it.run(10);
  expect(seen).toStrictEqual(['boom']);
  expect(it.crashes).toMatchObject([{ error: { message: 'boom' } }]);
});

test('a handler that fails is the end, by its own error', async () => {
  const it = world();
  hostOf('edge')(() => {
    process.on('uncaughtException', () => failNow('in the handler'));
    failLater('boom');
  });
  await it.run(10);
  expect(it.crashes).toMatchObject([{ error: { message: 'in the handler' } }]);
});

test('a handler that ends the process says what of', async () => {
  const it = world();
  hostOf('edge')(() => {
    process.on('uncaughtException', () => process.exit(1));
    failLater('boom');
  });
  await it.run(10);
  expect(it.crashes).toMatchObject([
    { error: { message: 'process.exit(1) was called, by its own handler of "boom"' } },
  ]);
});

test('to end the process is no error that a handler could take', async () => {
  const it = world();
  let heard = 0;
  hostOf('edge')(() => {
    process.on('uncaughtException', () => (heard += 1));
    setTimeout(() => process.exit(3), 1);
  });
  await it.run(10);
  expect(heard).toBe(0);
  expect(it.crashes).toMatchObject([{ error: { message: 'process.exit(3) was called' } }]);
});

describe('a signal', () => {
  test.for([
    ['SIGTERM', (): boolean => process.kill(process.pid)],
    ['SIGKILL', (): boolean => process.kill(process.pid, 'SIGKILL')],
    ['SIGUSR2', (): boolean => process.kill(0, constants.signals.SIGUSR2)],
  ] as const)('to itself (%s) ends the process of a host, and no other', async ([name, act]) => {
    const it = world();
    hostOf('edge')(() => {
      process.on('SIGKILL', () => undefined);
      setTimeout(act, 1);
    });
    await it.run(10);
    expect(it.crashes).toMatchObject([{ error: { message: `process.kill(7, ${name}) was called` } }]);
  });

  test('that a host has a handler for is told to that, and to no other host', async () => {
    const it = world();
    const heard: unknown[] = [];
    hostOf('other')(() => process.on('SIGTERM', () => heard.push('other')));
    hostOf('edge')(() => {
      process.on('SIGTERM', (...given) => heard.push(...given));
      setTimeout(() => {
        heard.push(process.kill(process.pid, 'SIGTERM'), 'sent');
      }, 1);
    });
    await it.run(10);
    expect(heard).toStrictEqual([true, 'sent', 'SIGTERM', constants.signals.SIGTERM]);
    expect(it.crashes).toStrictEqual([]);
  });

  test('that asks who is there finds itself and the system, and nobody else', () => {
    world();
    hostOf('edge')(() => {
      expect(process.kill(process.pid, 0)).toBe(true);
      expect(process.kill(process.ppid, 0)).toBe(true);
      expect(process.kill(process.pid, 'SIGWINCH')).toBe(true);
      expect(() => process.kill(4_711, 0)).toThrow(
        expect.objectContaining({ code: 'ESRCH', syscall: 'kill' }),
      );
    });
  });
});

test('a host that aborts has ended its process', async () => {
  const it = world();
  hostOf('edge')(() => {
    setTimeout(() => process.abort(), 1);
  });
  await it.run(10);
  expect(it.crashes).toMatchObject([{ error: { message: 'process.abort() was called' } }]);
});

test('each host hears of its own errors, and the process of the harness of none', async () => {
  const it = world();
  const before = process.listenerCount('uncaughtException');
  const heard: string[] = [];
  hostOf('device-001')(() => {
    process.once('uncaughtException', () => heard.push('device-001'));
    const gone = (): void => void heard.push('gone');
    expect(process.on('uncaughtException', gone).off('uncaughtException', gone)).toBe(process);
    expect(process.listenerCount('uncaughtException')).toBe(1);
  });
  expect(process.listenerCount('uncaughtException')).toBe(before);
  hostOf('device-002')(() => failLater('of another'));
  await it.run(10);
  expect(heard).toStrictEqual([]);
  expect(it.crashes).toMatchObject([{ error: { message: 'of another' } }]);
});
