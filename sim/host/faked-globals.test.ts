import nodeCrypto, { getRandomValues, randomBytes, randomFillSync, randomInt, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:http';
import net from 'node:net';
import os from 'node:os';
import { performance as hooksPerformance } from 'node:perf_hooks';
import { hrtime } from 'node:process';
import timers from 'node:timers';
import timersPromises, { scheduler, setInterval as ticks, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { WORLD_EPOCH_MS } from '../kernel/index.ts';
import { KeyedRandom } from '../random/index.ts';
import { fakeGlobals } from './faked-globals.ts';
import { hostGlobals } from './host-globals.ts';
import { NO_NETWORK } from './host-network.ts';
import type { HostGlobals } from './scope.ts';
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

function host(isAlive: () => boolean = () => true, owner = 'device-001'): HostGlobals {
  return hostGlobals(new KeyedRandom('globals'), owner, 0, isAlive);
}

/** Runs as the code of a host. */
function inside<Value>(act: () => Value, globals = host()): Value {
  return currentScope.run({ globals, exchange: null }, act);
}

/** What may be replaced, by its owner and name. */
const PLACES: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [
    globalThis,
    ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask'],
  ],
  [globalThis, ['Date', 'fetch']],
  [performance, ['now', 'timeOrigin']],
  [process, ['hrtime', 'uptime', 'exit']],
  [process.stdout, ['write']],
  [process.env, ['TZ']],
  [Math, ['random']],
  [AbortSignal, ['timeout']],
  [timers, ['setTimeout', 'clearInterval']],
  [timersPromises, ['setTimeout', 'setInterval']],
  [scheduler, ['wait']],
  [crypto, ['randomUUID', 'getRandomValues']],
  [nodeCrypto, ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync']],
  [fs, ['write', 'writeSync']],
  [net.Socket.prototype, ['connect']],
  [net.Server.prototype, ['listen']],
];

/** Everything that may be replaced, as it is now. Named imports are bindings of their own. */
function everything(): readonly unknown[] {
  const named = [sleep, ticks, randomUUID, randomBytes, randomInt, randomFillSync, getRandomValues, hrtime];
  return [
    ...PLACES.flatMap(([owner, names]) => names.map((name): unknown => Reflect.get(owner, name))),
    ...named,
  ];
}

test('after a run every global is what it was, to the very function', () => {
  const before = everything();
  const keys = [globalThis, process, Math, performance, crypto].map((target) => Reflect.ownKeys(target));
  const globals = fakeGlobals('UTC');
  expect(everything()).not.toStrictEqual(before);
  globals.restore();
  const after = everything();
  after.forEach((value, index) => expect(Object.is(value, before[index])).toBe(true));
  expect(
    [globalThis, process, Math, performance, crypto].map((target) => Reflect.ownKeys(target)),
  ).toStrictEqual(keys);
});

test('two runs at once are refused, for a process has one set of globals', () => {
  const globals = fakeGlobals('UTC');
  try {
    expect(() => fakeGlobals('UTC')).toThrow('must follow each other');
  } finally {
    globals.restore();
  }
  fakeGlobals('UTC').restore();
});

/** What a machine tells of itself, where the same must be read wherever the harness runs. */
const OF_THE_MACHINE: readonly (readonly [name: string, read: () => unknown, shows: unknown])[] = [
  ['os.hostname', () => os.hostname(), 'device-001'],
  [
    'os.hostname as a text',
    () => Reflect.apply(Reflect.get(os.hostname, Symbol.toPrimitive), os, []),
    'device-001',
  ],
  [
    'os.cpus',
    () => os.cpus().map(({ model, speed }) => `${model} ${speed}`),
    ['simulated 1000', 'simulated 1000'],
  ],
  ['os.availableParallelism', () => os.availableParallelism(), 2],
  // 4 GiB, half of it free.
  ['os.totalmem', () => os.totalmem(), 4_294_967_296],
  ['os.freemem', () => os.freemem(), 2_147_483_648],
  ['os.loadavg', () => os.loadavg(), [0, 0, 0]],
  ['os.release', () => os.release(), '6.1.0'],
  ['os.version', () => os.version(), '#1 simulated'],
  ['os.userInfo', () => os.userInfo().username, 'petrel'],
  ['os.userInfo in bytes', () => os.userInfo({ encoding: 'buffer' }).username, Buffer.from('petrel')],
  [
    'os.networkInterfaces',
    // The SHA-256 of "device-001" begins with 99 f9 3d 33 03; behind 02, which no maker of hardware is given.
    () =>
      Object.values(os.networkInterfaces()).flatMap((all) => all?.map(({ address, mac }) => [address, mac])),
    [
      ['127.0.0.1', '00:00:00:00:00:00'],
      ['192.0.2.1', '02:99:f9:3d:33:03'],
    ],
  ],
  ['process.pid', () => process.pid, 7],
  ['process.ppid', () => process.ppid, 1],
  ['process.getuid', () => process.getuid?.() ?? 1_000, 1_000],
  ['process.getgid', () => process.getgid?.() ?? 1_000, 1_000],
];

describe('the machine', () => {
  test.for(OF_THE_MACHINE)('%s is the same for a host wherever the harness runs', ([, read, shows]) => {
    world();
    expect(inside(read)).toStrictEqual(shows);
  });

  test('is another for each host, and the real one for everybody else', () => {
    const read = (): readonly unknown[] => [
      os.hostname(),
      process.pid,
      os.totalmem(),
      os.networkInterfaces(),
    ];
    const real = read();
    world();
    expect(read()).toStrictEqual(real);
    const machines = ['edge', 'device-001'].map((name) =>
      inside(
        read,
        host(() => true, name),
      ),
    );
    expect(machines.map(([name]) => name)).toEqual(['edge', 'device-001']);
    expect(machines[0]?.[3]).not.toEqual(machines[1]?.[3]);
  });

  test('does not wake its code when real time has passed', () => {
    world();
    const tried: string[] = [];
    const network = { ...NO_NETWORK, unsupported: (what: string) => void tried.push(what) };
    const globals = hostGlobals(new KeyedRandom('globals'), 'edge', 0, () => true, {
      makeNetwork: () => network,
    });
    const cells = new Int32Array(new SharedArrayBuffer(4));
    const wait = (...given: readonly unknown[]): unknown =>
      Reflect.apply(Reflect.get(Atomics, 'waitAsync'), Atomics, [cells, 0, ...given]);
    inside(() => wait(0, 1), globals);
    expect(tried).toEqual(['Atomics.waitAsync with a timeout']);
    // Another thread may wake it, or it has nothing to wait for.
    inside(() => [wait(0), wait(0, 0), wait(0, Infinity)], globals);
    expect(tried).toHaveLength(1);
  });
});

describe('time', () => {
  test('every clock shows the time of the world, to hosts and to everybody', async () => {
    const { kernel, globals } = world();
    kernel.at(1_234_567, () => {});
    await kernel.run();
    const seen = (): unknown[] => [
      Date.now(),
      new Date().getTime(),
      Date(),
      performance.now(),
      hooksPerformance.now(),
      performance.timeOrigin,
      process.hrtime.bigint(),
      hrtime([1, 0]),
    ];
    const expected = [
      WORLD_EPOCH_MS + 1_234,
      WORLD_EPOCH_MS + 1_234,
      new Date(WORLD_EPOCH_MS + 1_234).toString(),
      1_234.567,
      1_234.567,
      WORLD_EPOCH_MS,
      1_234_567_000n,
      [0, 234_567_000],
    ];
    expect(seen()).toStrictEqual(expected);
    expect(inside(seen)).toStrictEqual(expected);
    expect(inside(() => process.uptime())).toBe(1.234567);
    globals.advanceTo(2_000_000);
    expect(Date.now()).toBe(WORLD_EPOCH_MS + 2_000);
  });

  test('a date is a date: arguments, parsing, subclasses and instanceof are as ever', () => {
    world();
    const date = new Date(2026, 0, 2, 3, 4, 5);
    expect(date).toBeInstanceOf(Date);
    expect(Object.prototype.toString.call(date)).toBe('[object Date]');
    expect(new Date('2026-01-02T03:04:05Z').getTime()).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(Date.parse('2026-01-01')).toBe(WORLD_EPOCH_MS);
    class Stamp extends Date {}
    expect(new Stamp()).toBeInstanceOf(Stamp);
    expect(new Stamp().getTime()).toBe(WORLD_EPOCH_MS);
    expect(structuredClone(date)).toStrictEqual(date);
  });

  test('hosts live in UTC', () => {
    world();
    expect(new Date(WORLD_EPOCH_MS).getHours()).toBe(0);
    expect(new Date(2026, 0, 1).getTime()).toBe(WORLD_EPOCH_MS);
  });

  test('what was taken from the globals during one run follows the next', async () => {
    const first = fakeGlobals('UTC');
    const { now } = Date;
    const { setTimeout: later } = globalThis;
    const { random } = Math;
    first.restore();
    const { kernel } = world();
    const fired: number[] = [];
    inside(() => later(() => fired.push(now()), 250));
    kernel.at(300_000, () => {});
    await kernel.run();
    expect(fired).toStrictEqual([WORLD_EPOCH_MS + 250]);
    expect(inside(() => random())).toBe(inside(() => Math.random()));
  });

  test('what was taken during a run is real again after it', () => {
    const globals = fakeGlobals('UTC');
    const { now } = Date;
    globals.restore();
    // The world began on 2026-01-01 and this machine's clock is not there to the millisecond.
    expect(Math.abs(now() - Date.now())).toBeLessThan(60_000);
    expect(now()).not.toBe(WORLD_EPOCH_MS);
  });
});

describe('timers of a host', () => {
  test('every kind of wait takes virtual time, and fires in the order of the times', async () => {
    const it = world();
    const ends: [string, number][] = [];
    const note = (name: string) => (): void => void ends.push([name, performance.now()]);
    inside(() => {
      setTimeout(note('setTimeout'), 30);
      timers.setTimeout(note('node:timers'), 40);
      void sleep(50).then(note('timers/promises'));
      void timersPromises.setTimeout(60).then(note('its default export'));
      void promisify(setTimeout)(70).then(note('promisify'));
      void scheduler.wait(80).then(note('scheduler'));
      AbortSignal.timeout(90).addEventListener('abort', note('AbortSignal.timeout'));
    });
    await it.run(100);
    expect(ends).toStrictEqual([
      ['setTimeout', 30],
      ['node:timers', 40],
      ['timers/promises', 50],
      ['its default export', 60],
      ['promisify', 70],
      ['scheduler', 80],
      ['AbortSignal.timeout', 90],
    ]);
  });

  test('arguments, values and reasons come as from the real ones', async () => {
    const it = world();
    const got: unknown[] = [];
    inside(() => {
      setTimeout((...given: unknown[]) => got.push(given), 1, 'a', 2);
      void sleep(2, 'value').then((value) => got.push(value));
      const signal = AbortSignal.timeout(3);
      signal.addEventListener('abort', () => got.push((signal.reason as Error).name));
    });
    await it.run(10);
    expect(got).toStrictEqual([['a', 2], 'value', 'TimeoutError']);
  });

  test('a wait that is aborted ends at once, as Node ends it', async () => {
    const it = world();
    const ends: unknown[] = [];
    const controller = new AbortController();
    inside(() => {
      const { signal } = controller;
      void sleep(100, undefined, { signal }).catch((error: unknown) => ends.push(error, performance.now()));
      setTimeout(() => controller.abort('why'), 10);
    });
    await it.run(200);
    expect(ends).toMatchObject([{ name: 'AbortError', code: 'ABORT_ERR', cause: 'why' }, 10]);
    const refused = inside(() => sleep(5, undefined, { signal: AbortSignal.abort() }));
    await expect(refused).rejects.toMatchObject({ name: 'AbortError' });
    expect(it.globals.pending()).toBe(0);
  });

  test('an interval repeats until it is cleared, as callbacks and as promises', async () => {
    const it = world();
    const beats: string[] = [];
    inside(() => {
      const timer = setInterval(() => {
        beats.push(`callback ${performance.now()}`);
        if (performance.now() >= 20) clearInterval(timer);
      }, 10);
      void (async () => {
        for await (const value of ticks(15, 'tick')) {
          beats.push(`${value} ${performance.now()}`);
          if (performance.now() >= 30) break;
        }
      })();
    });
    await it.run(100);
    expect(beats).toStrictEqual(['callback 10', 'tick 15', 'callback 20', 'tick 30']);
    expect(it.globals.pending()).toBe(0);
  });

  test('ticks that come while the consumer is busy are kept for it', async () => {
    const it = world();
    const at: number[] = [];
    void inside(async () => {
      for await (const _ of ticks(10)) {
        at.push(performance.now());
        if (at.length === 4) break;
        if (at.length === 1) await sleep(25);
      }
    });
    await it.run(100);
    // The second and third came at 20 and 30 ms, while it slept until 35.
    expect(at).toStrictEqual([10, 35, 35, 40]);
  });

  test('ref, unref, hasRef, refresh and close do what they do on a real timer', async () => {
    const it = world();
    const fired: [string, number][] = [];
    inside(() => {
      const note = (name: string) => (): void => void fired.push([name, performance.now()]);
      const pushed = setTimeout(note('refreshed'), 50);
      const again = setTimeout(note('fired and refreshed'), 10);
      const cleared = setTimeout(note('cleared'), 20);
      const closed = setTimeout(note('closed'), 20);
      expect(pushed.unref().hasRef()).toBe(false);
      expect(pushed.ref().hasRef()).toBe(true);
      closed.close();
      setTimeout(() => {
        clearTimeout(cleared);
        cleared.refresh();
        pushed.refresh();
        again.refresh();
      }, 15);
    });
    await it.run(200);
    expect(fired).toStrictEqual([
      ['fired and refreshed', 10],
      // Set again at 15, for 10 and 50 ms.
      ['fired and refreshed', 25],
      ['refreshed', 65],
    ]);
  });

  test('a timer is cleared by itself, by its number, and by the function for the other kind', async () => {
    const it = world();
    let fired = 0;
    inside(() => {
      const fire = (): void => void (fired += 1);
      clearTimeout(setTimeout(fire, 1));
      clearTimeout(Number(setTimeout(fire, 1)));
      clearInterval(setTimeout(fire, 1));
      clearTimeout(setInterval(fire, 1));
      clearTimeout(undefined);
      clearTimeout('nothing');
    });
    await it.run(10);
    expect(fired).toBe(0);
  });

  test.for([0, -5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, undefined])(
    'a delay of %s is a millisecond, as in Node, so that time goes on',
    async (delayMs) => {
      const it = world();
      let firedAt: number | null = null;
      inside(() => setTimeout(() => (firedAt = performance.now()), delayMs));
      await it.run(10);
      expect(firedAt).toBe(1);
    },
  );

  test('a fraction of a millisecond is cut off, and a callback that is none is refused in the words of Node', async () => {
    const it = world();
    let firedAt: number | null = null;
    inside(() => {
      setTimeout(() => (firedAt = performance.now()), 2.9);
      expect(() => Reflect.apply(setTimeout, undefined, ['code', 1])).toThrow(
        'The "callback" argument must be of type function',
      );
    });
    await it.run(10);
    expect(firedAt).toBe(2);
  });

  test('one that throws is an error that nobody could catch, and the clock goes on', async () => {
    const it = world();
    inside(() =>
      setTimeout(() => {
        throw new Error('in a timer');
      }, 5),
    );
    await expect(it.run(10)).resolves.toBeUndefined();
    expect(it.crashes).toMatchObject([{ error: { message: 'in a timer' } }]);
  });

  test('none of a dead host fires, and its errors are heard by nobody', async () => {
    const it = world();
    let alive = true;
    let fired = 0;
    const globals = host(() => alive);
    inside(() => {
      setTimeout(() => (fired += 1), 5);
      setInterval(() => (fired += 1), 2);
      setTimeout(() => {
        throw new Error('of the dead');
      }, 6);
    }, globals);
    it.at(3, () => {
      alive = false;
      inside(() => void Promise.reject(new Error('of the dead')), globals);
    });
    await it.run(10);
    // The interval fired once, at 2.
    expect(fired).toBe(1);
    expect(it.crashes).toStrictEqual([]);
    expect(it.globals.pending()).toBe(0);
  });

  test('everything a host sets in motion stays its own: promises, immediates, ticks, emitters, timers in timers', async () => {
    const it = world();
    const globals = host();
    const scopes: unknown[] = [];
    const look = (): void => void scopes.push(currentScope.getStore()?.globals);
    inside(() => {
      void Promise.resolve().then(look);
      setImmediate(look);
      process.nextTick(look);
      queueMicrotask(look);
      setTimeout(() => setTimeout(look, 1), 1);
      void sleep(3).then(look);
      fs.readFile(import.meta.filename, look);
    }, globals);
    it.kernel.unsettle();
    await it.run(10);
    expect(scopes).toStrictEqual(Array.from({ length: 7 }, () => globals));
  });
});

describe('the harness and the test runner', () => {
  test('have real timers while a run has the globals', async () => {
    const { globals } = world();
    const handle = setTimeout(() => {}, 1);
    expect(handle.constructor.name).toBe('Timeout');
    clearTimeout(handle);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await sleep(1);
    await promisify(setTimeout)(1);
    await new Promise((resolve) => AbortSignal.timeout(1).addEventListener('abort', resolve));
    const beat = await new Promise<string>((resolve) => {
      const timer = setInterval(() => {
        clearInterval(timer);
        resolve('real');
      }, 1);
    });
    expect(beat).toBe('real');
    expect(globals.pending()).toBe(0);
    expect(Date.now()).toBe(WORLD_EPOCH_MS);
  });

  test('have real chance while a run has the globals', () => {
    world();
    const drawn = Array.from({ length: 20 }, () => Math.random());
    expect(new Set([...drawn, inside(() => Math.random())]).size).toBe(21);
    expect(randomUUID()).not.toBe(randomUUID());
    expect(nodeCrypto.randomBytes(16).equals(nodeCrypto.randomBytes(16))).toBe(false);
  });
});

describe('chance of a host', () => {
  function draws(): unknown[] {
    return [
      Math.random(),
      randomUUID(),
      crypto.randomUUID(),
      nodeCrypto.randomUUID(),
      randomInt(10),
      randomInt(5, 7),
      randomBytes(4).toString('hex'),
      randomFillSync(Buffer.alloc(4), 2).toString('hex'),
      [...getRandomValues(new Uint16Array(2))],
      [...crypto.getRandomValues(new Uint8Array(2))],
    ];
  }

  test('is the same in every run and another for every host', () => {
    world();
    const mine = inside(draws);
    expect(inside(draws)).toStrictEqual(mine);
    const theirs = inside(
      draws,
      host(() => true, 'device-002'),
    );
    expect(theirs[0]).not.toBe(mine[0]);
    expect(theirs[1]).not.toBe(mine[1]);
  });

  test('has the ranges and shapes of the real one', () => {
    world();
    const globals = host();
    inside(() => {
      for (let draw = 0; draw < 200; draw += 1) {
        expect(randomUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect([5, 6]).toContain(randomInt(5, 7));
        expect([0, 1, 2]).toContain(randomInt(3));
        const number = Math.random();
        expect(number >= 0 && number < 1).toBe(true);
      }
      expect(randomFillSync(Buffer.alloc(4), 2).subarray(0, 2)).toStrictEqual(Buffer.alloc(2));
    }, globals);
  });

  test('comes to a callback when one is given, never at once', async () => {
    const it = world();
    const got: unknown[] = [];
    inside(() => {
      randomBytes(4, (error, bytes) => got.push(error, bytes.length));
      randomInt(3, 4, (error, value) => got.push(error, value));
      expect(got).toStrictEqual([]);
    });
    it.kernel.unsettle();
    await it.run(1);
    expect(got).toStrictEqual([null, 4, null, 3]);
  });
});

describe('the surroundings of a host', () => {
  test('a server believes that it listens, and opens no port', async () => {
    const it = world();
    const seen: unknown[] = [];
    const server = createServer();
    inside(() => {
      server.listen(1, '127.0.0.1', () => seen.push(server.address()));
    });
    it.kernel.unsettle();
    await it.run(1);
    expect(seen).toMatchObject([{ port: 1 }]);
    // A handle that the loop would wait for would show here.
    expect(process.getActiveResourcesInfo()).not.toContain('TCPServerWrap');
  });

  test('no network but the one of the port, and it says so', async () => {
    const it = world();
    const errors: unknown[] = [];
    inside(() => {
      net.connect(80, '192.0.2.1').on('error', (error) => errors.push(error));
      void fetch('http://192.0.2.1/').catch((error: unknown) => errors.push(error));
    });
    it.kernel.unsettle();
    await it.run(1);
    expect(errors).toHaveLength(2);
    expect(errors).toContainEqual(expect.objectContaining({ code: 'ECONNREFUSED' }));
    expect(errors).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('no network of its own') }),
    );
  });

  test.for(['SIGINT', 'SIGTERM', 'exit', 'beforeExit'])(
    'what hangs on %s of a process is not told when it is ours that ends',
    async (event) => {
      const it = world();
      const before = process.listenerCount(event);
      const counted: number[] = [];
      inside(() => {
        process.once(event, () => {});
        counted.push(process.listenerCount(event));
      });
      await it.run(1);
      expect([...counted, process.listenerCount(event)]).toStrictEqual([1, before]);
    },
  );

  test('to end the process is to crash, and the process goes on', async () => {
    const it = world();
    inside(() => setTimeout(() => process.exit(3), 1));
    await it.run(5);
    expect(it.crashes[0]).toMatchObject({ error: { message: 'process.exit(3) was called' } });
  });
});
