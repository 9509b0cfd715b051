import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import timers from 'node:timers';
import timersPromises, { scheduler } from 'node:timers/promises';
import { promisify } from 'node:util';
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { KeyedRandom } from '../random/index.ts';
import { HostClock } from './host-clock.ts';
import { hostGlobals } from './host-globals.ts';
import { currentScope } from './scope.ts';
import { HostBench } from './testing/host-bench.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

/** Every way to have something called later, and what Node does with a request id that is kept beside it: it stays. */
const WAYS: readonly {
  readonly name: string;
  readonly wait: (then: () => void, clock: HostClock) => unknown;
}[] = [
  { name: 'setTimeout', wait: (then) => setTimeout(then, 5) },
  {
    name: 'setTimeout that is set anew by refresh',
    wait: (then) => {
      const timer = setTimeout(then, 5);
      // Outside of the request: what counts is who set the timer.
      storage.exit(() => timer.refresh());
    },
  },
  {
    name: 'setInterval',
    wait: (then) => {
      const timer = setInterval(() => {
        clearInterval(timer);
        then();
      }, 5);
    },
  },
  { name: 'setImmediate', wait: (then) => setImmediate(then) },
  { name: 'queueMicrotask', wait: (then) => queueMicrotask(then) },
  { name: 'process.nextTick', wait: (then) => process.nextTick(then) },
  { name: 'a promise', wait: (then) => Promise.resolve().then(then) },
  { name: 'setTimeout of node:timers', wait: (then) => timers.setTimeout(then, 5) },
  { name: 'promisify(setTimeout)', wait: (then) => promisify(setTimeout)(5).then(then) },
  { name: 'setTimeout of node:timers/promises', wait: (then) => timersPromises.setTimeout(5).then(then) },
  {
    name: 'setInterval of node:timers/promises',
    wait: async (then) => {
      for await (const _ of timersPromises.setInterval(5)) {
        then();
        break;
      }
    },
  },
  { name: 'scheduler.wait', wait: (then) => scheduler.wait(5).then(then) },
  { name: 'AbortSignal.timeout', wait: (then) => AbortSignal.timeout(5).addEventListener('abort', then) },
  { name: 'env.clock.setTimeout', wait: (then, clock) => clock.setTimeout(then, 5) },
  { name: 'env.clock.sleep', wait: (then, clock) => clock.sleep(5).then(then) },
  { name: 'randomBytes', wait: (then) => randomBytes(4, then) },
  { name: 'a file', wait: (then) => fs.readFile(import.meta.filename, then) },
];

const storage = new AsyncLocalStorage<string>();

test.for(WAYS)('$name keeps what an AsyncLocalStorage of the subject holds', async ({ wait }) => {
  const it = new HostBench();
  bench = it;
  const clock = new HostClock(it.kernel);
  const globals = hostGlobals(new KeyedRandom('context'), 'edge', 0, () => true);
  const seen: unknown[] = [];
  // Two requests whose waits overlap: neither may see the other's.
  it.at(1, () => {
    currentScope.run({ globals, exchange: null }, () => {
      for (const request of ['request 1', 'request 2'])
        storage.run(request, () => wait(() => void seen.push(storage.getStore()), clock));
    });
  });
  await it.run(20);
  expect(new Set(seen)).toStrictEqual(new Set(['request 1', 'request 2']));
});

test('a timer of env.clock that throws is an error that nobody could catch', async () => {
  const it = new HostBench();
  bench = it;
  const clock = new HostClock(it.kernel);
  const globals = hostGlobals(new KeyedRandom('context'), 'edge', 0, () => true);
  currentScope.run({ globals, exchange: null }, () => {
    clock.setTimeout(() => {
      throw new Error('in a timer of the clock');
    }, 5);
  });
  await expect(it.run(10)).resolves.toBeUndefined();
  expect(it.crashes).toMatchObject([{ error: { message: 'in a timer of the clock' } }]);
});
