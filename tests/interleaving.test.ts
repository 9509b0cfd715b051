import { pbkdf2, randomBytes } from 'node:crypto';
import fs, { createReadStream } from 'node:fs';
import { writeFileSync } from 'node:fs';
import fsPromises, { open, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import type { AcceptedReading, EdgeUnderTest } from '../ports/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { EXIT } from '../sim/cli/exit-code.ts';
import { run } from '../sim/run/index.ts';
import type { RunOptions, RunResult } from '../sim/run/index.ts';
import { simInTurn } from './command-session.ts';
import { sim, withoutTiming } from './command.ts';
import { scenarioCalled, scenarioFrom } from './run-scenario.ts';

/** 2 devices, one reading every 6 s for a minute: 20 readings, each delivered twice, the copies so long after. */
function copiesAfter(min: string, max: string): string {
  return `
name: copies
duration: 1m
fleet: { devices: 2, interval: 6s, start: staggered }
network: { duplicate: { probability: 100%, min: ${min}, max: ${max} } }
expect: { faults: [network.duplicate], delivered: '>= 100%' }`;
}

const AT_ONCE = copiesAfter('0s', '0s');
const READINGS = 20;

type Gap = () => Promise<unknown>;

async function bodyOf(request: IncomingMessage): Promise<AcceptedReading> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only our own device sends to it
  return JSON.parse(text) as AcceptedReading;
}

/** What an edge does with a reading: true if it took it. */
type Take = (key: string, store: () => void) => Promise<boolean>;

function edgeThat(take: Take): EdgeUnderTest {
  const rows: AcceptedReading[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return void response.writeHead(404).end();
    const reading = await bodyOf(request);
    const { device_id, sequence_id } = reading;
    const isNew = await take(`${device_id}/${sequence_id}`, () => rows.push(reading));
    response.writeHead(isNew ? 200 : 409, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: isNew ? 'accepted' : 'duplicate', device_id, sequence_id }));
  };
  return {
    handler: (request, response) => void answer(request, response),
    accepted: () => rows,
  };
}

function runWith(
  take: () => Take,
  options: Partial<RunOptions> = {},
  scenario = scenarioFrom(AT_ONCE),
): Promise<RunResult> {
  return run({
    scenario,
    seed: '1',
    transport: 'inject',
    subject: {
      ...builtinSubject(scenario),
      edge: { name: 'edge', foreign: true, factory: () => edgeThat(take()) },
    },
    ...options,
  });
}

/** Looks whether the key is there, waits, then takes it. */
function checksThenInserts(gap: Gap): () => Take {
  return () => {
    const keys = new Set<string>();
    return async (key, store) => {
      const isKnown = keys.has(key);
      await gap();
      if (isKnown) return false;
      keys.add(key);
      store();
      return true;
    };
  };
}

const HERE = import.meta.filename;

/**
 * Under Node 20, over sockets: 200 readings, each sent twice in the same instant, were stored 400 times with any of
 * these in the gap.
 */
const LETS_OTHERS_IN: Readonly<Record<string, Gap>> = {
  'a file': () => readFile(HERE),
  'a file, with a callback': () => promisify(fs.stat)(HERE),
  'an open file': async () => {
    const file = await open(HERE);
    await file.read(Buffer.alloc(8), 0, 8, 0);
    await file.close();
  },
  'a file as a stream': async () => {
    for await (const chunk of createReadStream(HERE)) void chunk;
  },
  'a key derivation': () => promisify(pbkdf2)('word', 'salt', 10, 32, 'sha256'),
  'a hash': () => crypto.subtle.digest('SHA-256', Buffer.alloc(8)),
  'random bytes': () => promisify(randomBytes)(8),
  'a compression': () => promisify(gzip)('text'),
  'an immediate': () => new Promise((done) => setImmediate(done)),
  'a turn of the loop': () => turn(),
  'a timer': () => sleep(5),
};

/** And 200 times with these: all of it runs before Node reads from another socket. */
const LETS_NOBODY_IN: Readonly<Record<string, Gap>> = {
  nothing: () => Promise.resolve(),
  'fifty promises': async () => {
    for (let step = 0; step < 50; step += 1) await Promise.resolve();
  },
  'a tick': () => new Promise<void>((done) => process.nextTick(done)),
  'a microtask': () => new Promise<void>((done) => queueMicrotask(done)),
};

describe('an edge that looks a key up, waits, and then takes it', () => {
  test.for(Object.entries(LETS_OTHERS_IN))('for %s, stores copies of one instant twice', async ([, gap]) => {
    const result = await runWith(checksThenInserts(gap));
    expect(result.metrics.acceptedTwice).toBe(READINGS);
    expect(result.outcome).toBe('violated');
    // The same bytes again, and over real HTTP.
    const again = await runWith(checksThenInserts(gap), { transport: 'supertest' });
    expect(again.fingerprint).toBe(result.fingerprint);
  });

  test.for(Object.entries(LETS_NOBODY_IN))('for %s, stores them once', async ([, gap]) => {
    const result = await runWith(checksThenInserts(gap));
    expect(result.metrics.acceptedTwice).toBe(0);
    expect(result.outcome).toBe('passed');
  });

  test.for(Object.entries(LETS_OTHERS_IN).filter(([name]) => name !== 'a timer'))(
    'for %s, does so unseen where handlers do not interleave',
    async ([, gap]) => {
      const result = await runWith(checksThenInserts(gap), { interleave: false });
      expect(result.metrics.acceptedTwice).toBe(0);
      expect(result.outcome).toBe('passed');
    },
  );

  test('for a file, is met by some copies that come while the first is in work', async () => {
    // A file takes 64 µs to 16 ms, 3.1 ms on average; copies come evenly within 10 ms. So about 3 of 10 are in time.
    const result = await runWith(
      checksThenInserts(() => readFile(HERE)),
      {},
      scenarioFrom(copiesAfter('1ms', '10ms')),
    );
    expect(result.metrics.acceptedTwice).toBeGreaterThan(0);
    expect(result.metrics.acceptedTwice).toBeLessThan(READINGS);
  });
});

/** Each right in its own way, whatever it waits for. */
const RIGHT: Readonly<Record<string, () => Take>> = {
  'claims the key before it waits': () => {
    const works = new Map<string, Promise<unknown>>();
    return async (key, store) => {
      const first = works.get(key);
      if (first !== undefined) {
        // Not answered before the first is stored.
        await first;
        return false;
      }
      works.set(key, readFile(HERE).then(store));
      await works.get(key);
      return true;
    };
  },
  'has a unique constraint where it stores': () => {
    const keys = new Set<string>();
    return async (key, store) => {
      await readFile(HERE);
      await turn();
      if (keys.has(key)) return false;
      keys.add(key);
      store();
      return true;
    };
  },
  'has a queue for each key': () => {
    const keys = new Set<string>();
    const tails = new Map<string, Promise<unknown>>();
    return (key, store) => {
      const mine = (tails.get(key) ?? Promise.resolve()).then(async () => {
        const isKnown = keys.has(key);
        await fsPromises.stat(HERE);
        if (isKnown) return false;
        keys.add(key);
        store();
        return true;
      });
      tails.set(key, mine);
      return mine;
    };
  },
  'lets the file system decide': () => {
    const folder = scratchFolder('keys');
    return async (key, store) => {
      try {
        await fsPromises.writeFile(join(folder, key.replace('/', '-')), '', { flag: 'wx' });
      } catch {
        return false;
      }
      store();
      return true;
    };
  },
};

describe('an edge that', () => {
  test.for(
    Object.entries(RIGHT).flatMap(([name, take]) => ['0s', '10ms'].map((max) => [name, max, take] as const)),
  )('%s passes, with copies up to %s later', async ([, max, take]) => {
    const result = await runWith(take, {}, scenarioFrom(copiesAfter('0s', max)));
    expect(result.metrics.acceptedTwice).toBe(0);
    expect(result.why).toMatch(/^every invariant held.* and every expectation was met$/);
  });
});

/** 310 ms: a hundred waits of 3.1 ms on average, whose standard deviation is about 4.2 ms, so ± 42 ms. */
async function writesLong(): Promise<void> {
  for (let step = 0; step < 100; step += 1) await readFile(HERE);
}

test.for(Object.entries(RIGHT))('an edge that %s passes twins', async ([, take]) => {
  const result = await runWith(take, {}, scenarioCalled('twins', 'fleet.devices=2'));
  expect(result.metrics.acceptedTwice).toBe(0);
  expect(result.why).toMatch(/^every invariant held/);
});

test('an edge that writes after it has answered is waited for at the end', async () => {
  // Of the first device readings at 0, 6 … 54 s, of the second at 3, 9 … 51 s. The last is at the edge by 54.08 s and
  // answered by 54.16 s, so that with the faults, at 54.2 s, all ends but the writing.
  const result = await runWith(
    () => {
      const keys = new Set<string>();
      return (key, store) => {
        const isNew = !keys.has(key);
        keys.add(key);
        if (isNew) void writesLong().then(store);
        return Promise.resolve(isNew);
      };
    },
    {},
    scenarioFrom(AT_ONCE.replace('duration: 1m', 'duration: 54200ms')),
  );
  expect(result.metrics.stored).toBe(19);
  expect(result.outcome).toBe('passed');
});

describe('from the command line', () => {
  const folder = scratchFolder('interleave');
  const scenario = join(folder, 'copies.yaml');
  writeFileSync(scenario, AT_ONCE);

  /** Keeps the function for itself at its top level, as most modules do. */
  function raceOver(file: string): string {
    const path = join(folder, `race-${file.length}.mjs`);
    writeFileSync(
      path,
      `import fs from 'node:fs';
       import { promisify } from 'node:util';
       const read = promisify(fs.readFile);
       const seen = new Set();
       const rows = [];
       export const createEdge = () => ({
         accepted: () => rows,
         handler: async (request, response) => {
           if (request.method !== 'POST') return response.writeHead(404).end();
           let text = '';
           for await (const chunk of request) text += chunk;
           const reading = JSON.parse(text);
           const { device_id, sequence_id } = reading;
           const key = device_id + '/' + sequence_id;
           const isKnown = seen.has(key);
           await read(${JSON.stringify(file)});
           if (!isKnown) { seen.add(key); rows.push(reading); }
           response.writeHead(isKnown ? 409 : 200, { 'content-type': 'application/json' });
           response.end(JSON.stringify({ status: 'accepted', device_id, sequence_id }));
         },
       });`,
    );
    return path;
  }

  function words(edge: string, ...more: readonly string[]): readonly string[] {
    return ['--scenario', scenario, '--seed', '1', '--edge', edge, '--json', ...more];
  }

  test('the race is found, with the same bytes in another process', async () => {
    const small = join(folder, 'small');
    writeFileSync(small, 'x');
    const first = await simInTurn(words(raceOver(small)));
    expect(first.code).toBe(EXIT.failed);
    expect(first.stdout).toContain('"acceptedTwice": 20');
    const second = await sim(words(raceOver(small)));
    expect(withoutTiming(second.stdout)).toBe(withoutTiming(first.stdout));
  });

  test('how long the disk takes decides nothing', async () => {
    // The same length of path, for the name of the module is part of the result.
    const large = join(folder, 'large');
    const small = join(folder, 'small');
    const edge = raceOver(large);
    const results = [];
    for (const [file, size] of [
      [small, 1],
      [large, 2_000_000],
    ] as const) {
      writeFileSync(file, Buffer.alloc(size));
      raceOver(file);
      results.push(withoutTiming((await simInTurn(words(edge))).stdout));
    }
    expect(results[1]).toBe(results[0]);
  });

  test('--interleave off has every wait over at once, and is in the line to paste', async () => {
    const small = join(folder, 'small');
    writeFileSync(small, 'x');
    const edge = raceOver(small);
    expect((await simInTurn(words(edge, '--interleave', 'off'))).code).toBe(EXIT.passed);
    // Without copies an expectation of the scenario fails, and the line to paste is printed.
    const noCopies = ['--interleave', 'off', '--set', 'network.duplicate=0%'];
    const { stdout } = await simInTurn(words(edge, ...noCopies).filter((word) => word !== '--json'));
    expect(stdout).toContain('--interleave off');
  });
});
