import { AsyncLocalStorage } from 'node:async_hooks';
import nodeCrypto, { scrypt } from 'node:crypto';
import dns from 'node:dns';
import fs from 'node:fs';
import fsPromises, { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import timers from 'node:timers';
import timersPromises, { scheduler, setImmediate as turn } from 'node:timers/promises';
import { inspect, promisify } from 'node:util';
import zlib, { createGzip, gzip } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { KeyedRandom } from '../random/index.ts';
import { TURNS } from './faked-turns.ts';
import { WORK } from './faked-work.ts';
import { HostClock } from './host-clock.ts';
import { hostGlobals } from './host-globals.ts';
import { Interleaving } from './interleaving.ts';
import { currentScope } from './scope.ts';
import { HostBench } from './testing/host-bench.ts';

/** Every wait takes 64 µs, or 1 µs for a turn: what a draw of 0 gives. */
const SHORTEST = { draw: () => 0 };

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

class Host {
  readonly it = new HostBench();
  readonly interleaving: Interleaving;
  readonly #clock: HostClock;

  constructor() {
    bench = this.it;
    this.#clock = new HostClock(this.it.kernel);
    this.interleaving = new Interleaving({ clock: this.#clock, random: SHORTEST, boot: 0 });
    this.interleaving.open();
  }

  /** As the code of an edge that is up. */
  inside<Value>(act: () => Value): Value {
    const globals = hostGlobals(new KeyedRandom('held'), 'edge', 0, () => true);
    return currentScope.run({ globals, exchange: null, interleaving: this.interleaving }, act);
  }

  /** When each piece of work was over, in µs since it began; `'never'` after 1 s. */
  async took(work: () => Promise<unknown>): Promise<number | 'never'> {
    let overUs: number | 'never' = 'never';
    this.it.at(1, () => {
      this.inside(() => {
        void work().finally(() => {
          overUs = this.it.kernel.nowUs - 1_000;
        });
      });
    });
    await this.it.run(1_000);
    return overUs;
  }
}

const HERE = import.meta.filename;

describe('virtual time passes, once for each call, while a host', () => {
  test.for<readonly [string, number, () => Promise<unknown>]>([
    ['reads a file', 64, () => readFile(HERE)],
    ['reads a file that is not there', 64, () => readFile('/nowhere').catch(() => {})],
    ['reads a file with a callback', 64, () => promisify(fs.readFile)(HERE)],
    // Node makes it of open, write and close, which are not held once more.
    [
      'writes a file with a callback',
      64,
      () => promisify(fs.writeFile)(join(scratchFolder('held'), 'text'), 'text'),
    ],
    ['asks whether a file exists', 64, () => promisify(fs.exists)(HERE)],
    ['finds out where a file is', 64, () => promisify(fs.realpath.native)(HERE)],
    [
      'opens, reads and closes a file',
      3 * 64,
      async () => {
        const file = await open(HERE);
        await file.readFile();
        await file.close();
      },
    ],
    ['derives a key', 64, () => promisify(scrypt)('word', 'salt', 32)],
    ['makes a pair of keys', 64, () => promisify(nodeCrypto.generateKeyPair)('ed25519')],
    ['draws bytes', 64, () => promisify(nodeCrypto.randomBytes)(8)],
    ['hashes', 64, () => crypto.subtle.digest('SHA-256', Buffer.alloc(8))],
    ['compresses', 64, () => promisify(gzip)('text')],
    [
      'compresses a stream of one piece and its end',
      2 * 64,
      async () => {
        const stream = createGzip();
        stream.end('text');
        for await (const chunk of stream) void chunk;
      },
    ],
    ['looks up a name', 64, () => promisify(dns.lookup)('localhost')],
    ['waits for a turn', 1, () => turn()],
    ['waits for a turn with a callback', 1, () => new Promise((done) => setImmediate(done))],
    ['waits for a turn through promisify', 1, () => promisify(setImmediate)()],
    ['yields', 1, () => scheduler.yield()],
    [
      'goes through promises',
      0,
      async () => {
        for (let step = 0; step < 50; step += 1) await Promise.resolve();
      },
    ],
    ['goes through ticks', 0, () => new Promise<void>((done) => process.nextTick(done))],
    [
      'brings in a key, which Node does at once',
      0,
      () => crypto.subtle.importKey('raw', Buffer.alloc(8), 'PBKDF2', false, []),
    ],
  ])('%s: %i µs', async ([, us, work]) => {
    expect(await new Host().took(work)).toBe(us);
  });
});

test('an async context of the user’s own is there after each wait', async () => {
  const host = new Host();
  const users = new AsyncLocalStorage<string>();
  const seen: (readonly [string, string | undefined])[] = [];
  const look = (where: string) => (): void => void seen.push([where, users.getStore()]);
  const names = ['file', 'thread', 'bytes', 'turn', 'promise'];
  await host.took(() =>
    users.run('request 7', async () => {
      fs.readFile(HERE, look('file'));
      scrypt('word', 'salt', 32, { N: 2 }, look('thread'));
      nodeCrypto.randomBytes(8, look('bytes'));
      setImmediate(look('turn'));
      await readFile(HERE);
      look('promise')();
    }),
  );
  expect(new Map(seen)).toEqual(new Map(names.map((name) => [name, 'request 7'])));
});

test('work on files is done in the order in which it was asked for, though nobody waits for it', async () => {
  const host = new Host();
  const file = join(scratchFolder('folder'), 'lines');
  const lines = Array.from({ length: 30 }, (_unused, line) => `${line}\n`);
  let seen = '';
  await host.took(async () => {
    await writeFile(file, '');
    await Promise.all([
      ...lines.map((line) => fsPromises.appendFile(file, line)),
      readFile(file, 'utf8').then((text) => (seen = text)),
    ]);
  });
  expect(seen).toBe(lines.join(''));
});

test('what a callback throws is an error that nobody caught, as under Node', async () => {
  const host = new Host();
  host.it.at(1, () =>
    host.inside(() => {
      setImmediate(() => {
        throw new Error('in a turn');
      });
    }),
  );
  await expect(host.it.run(10)).resolves.toBeUndefined();
  expect(host.it.crashes.map(({ error }) => String(error))).toEqual(['Error: in a turn']);
});

test('a turn that is cleared never comes', async () => {
  const host = new Host();
  const seen: string[] = [];
  const controller = new AbortController();
  host.it.at(1, () =>
    host.inside(() => {
      clearImmediate(setImmediate(() => seen.push('cleared')));
      const immediate = setImmediate(() => seen.push('kept'));
      seen.push(String(immediate.unref().hasRef()));
      turn('value', { signal: controller.signal }).catch((error: Error) => seen.push(error.name));
      controller.abort();
      void turn('value').then((value) => seen.push(value));
    }),
  );
  await host.it.run(10);
  expect(seen).toEqual(['false', 'AbortError', 'kept', 'value']);
});

/** How a call ends: with a value or an error and its code, at once or in a promise. */
function ending(call: () => unknown): string | Promise<string> {
  const failed = (error: unknown): string =>
    error instanceof Error ? `${error.name} ${String(Reflect.get(error, 'code'))}` : 'threw';
  try {
    const value = call();
    return value instanceof Promise
      ? value.then(
          (answer) => `later ${typeof answer}`,
          (error) => `later ${failed(error)}`,
        )
      : typeof value;
  } catch (error) {
    return failed(error);
  }
}

describe('what Node refuses, a replacement refuses in the same way, with the same code', () => {
  const nothing = (): void => {};
  // None of this does any work.
  const wrong: readonly (readonly unknown[])[] = [[], [nothing], [{}], [{}, nothing], ['\0', nothing]];
  const owners = new Map<object, string>([
    [fs, 'fs'],
    [fsPromises, 'fs/promises'],
    [nodeCrypto, 'crypto'],
    [zlib, 'zlib'],
    [dns, 'dns'],
    [timers, 'timers'],
    [timersPromises, 'timers/promises'],
  ]);
  const cases = [...WORK, ...TURNS].flatMap(({ target, name }) => {
    const owner = owners.get(target);
    // Node takes off one from those that wait, whatever it is given to clear, and forgets its last ones from then on.
    const tried = name === 'clearImmediate' ? [[]] : wrong;
    return owner === undefined
      ? []
      : tried.map((given) => [`${owner}.${String(name)}`, inspect(given), target, name, given] as const);
  });
  test.for(cases)('%s with %s', async ([, , target, name, given]) => {
    const call = (what: unknown) =>
      ending(() => (typeof what === 'function' ? Reflect.apply(what, target, given) : 'nothing to call'));
    const real: unknown = Reflect.get(target, name);
    const expected = await call(real);
    const host = new Host();
    const faked: unknown = Reflect.get(target, name);
    expect(faked).not.toBe(real);
    const found = host.inside(() => call(faked));
    host.interleaving.release();
    expect(await found).toBe(expected);
  });
});
