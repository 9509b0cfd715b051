import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRecordRunner } from '../sim/cli/workers/record-runner.ts';
import type { RecordJob, RecordJobEnd } from '../sim/cli/workers/record-job.ts';
import { runOnce } from '../sim/cli/workers/run-job.ts';
import type { Conduct } from './conduct.ts';
import type { TraceEvent, TraceObserver } from '../sim/trace/index.ts';
import { LIBRARIES, moduleOf } from './libraries.ts';
import { scorecardPage } from './page.ts';
import { playAll, sizeOf } from './play.ts';
import type { Card, Plan, Stage } from './play.ts';
import { trapsIn } from './traps.ts';
import type { Conducts } from './traps.ts';

const FEW = LIBRARIES.filter(({ name }) => name === 'p-retry' || name === 'ky');
const PLAN: Plan = { libraries: FEW, storms: ['resets'], seeds: ['1', '2'] };
const ROOT = join(import.meta.dirname, '..');

/** What each run came to, so that it need not be run again in another order. */
const known = new Map<string, RecordJobEnd>();
const keyOf = ({ device, scenario, seed }: RecordJob): string => `${device} ${scenario.name} ${seed}`;
const watched: (readonly TraceEvent[])[] = [];

/** In this process: a thread takes longer to start than all of it to run. */
function stage(changes: Partial<Stage> = {}): Stage {
  return {
    atOnce: 1,
    onDone: () => {},
    watch: (job, onEvent) => {
      const events: TraceEvent[] = [];
      watched.push(events);
      const both: TraceObserver = (event) => {
        events.push(event);
        onEvent(event);
      };
      return runOnce(job, { onEvent: both });
    },
    makeRunner: () => {
      const here = createRecordRunner(1, false);
      const run = async (job: RecordJob): Promise<RecordJobEnd> => {
        const end = await here.run(job);
        known.set(keyOf(job), end);
        return end;
      };
      return { ...here, run };
    },
    ...changes,
  };
}

describe('two libraries in one storm', () => {
  let cards: readonly Card[] = [];
  let runs = 0;
  beforeAll(async () => {
    cards = await playAll(PLAN, stage({ onDone: () => void (runs += 1) }));
  });

  const page = (): string => scorecardPage({ plan: PLAN, cards, date: '2026-01-02', version: '1.2.3' });

  test('each run is told of, and there are as many as were planned', () => {
    // Two libraries: a storm under two seeds, and six situations.
    expect(runs).toBe(2 * (2 + 6));
    expect(sizeOf(PLAN)).toBe(runs);
  });

  test('the page has a row for each in each table, and the day in one line', () => {
    const text = page();
    for (const { name } of FEW) {
      // At a glance, the storm, and what it does by itself.
      expect(text.split('\n').filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(3);
    }
    expect(text.split('\n').filter((line) => line.includes('2026-01-02'))).toEqual([
      'Made on 2026-01-02 with Petrel 1.2.3.',
    ]);
    expect(text).toMatch(/p-retry \d+\.\d+\.\d+: `pRetry\(post, \{ retries: 5 \}\)`/);
    expect(text).toContain(
      '--set edge.overload.retryAfter=20s --set edge.retryAfter=date --seed 1 --device ./scorecard/libraries/p-retry.ts`',
    );
  });

  test('what is tried again gets through, and some of it for the second time', () => {
    const [pRetry, ky] = cards.map(({ scores: [score] }) => score);
    // ky sends each reading once; one connection of five is reset, and half of those before the edge has the reading: 10 %
    // of 2 · 48 readings, standard deviation 2.9; four of them.
    expect(ky?.attempts.value).toBe(1);
    expect(ky?.doubled.value).toBe(0);
    expect(ky?.delivered.value).toBeLessThan(1);
    expect(ky?.delivered.value).toBeGreaterThan(1 - (9.6 + 4 * 2.9) / 96);
    // p-retry sends up to six times: all are reset with 0.2^6.
    expect(pRetry?.delivered.value).toBe(1);
    expect(pRetry?.attempts.value).toBeGreaterThan(1);
    expect(pRetry?.doubled.value).toBeGreaterThan(0);
  });

  test('traps are told from what each does when one thing goes wrong', () => {
    const found = cards.map(({ conducts }) => trapsIn(conducts).map(({ says }) => says));
    expect(found).toEqual([
      [
        'sends again what the edge refused for good',
        'comes back sooner than Retry-After says',
        'comes back sooner than a Retry-After that is a date says',
        'has no jitter: devices that fail together come back together',
        'waits for an answer for more than a minute',
      ],
      [
        'does not try a POST again after a 503',
        'does not try a POST again after a reset',
        'does not try a POST again after its own time-out',
      ],
    ]);
    // p-retry doubles from 1 s, without chance; ky gives up after 10 s.
    expect(page()).toMatch(/^\| p-retry \| 1s, 2s, 4s, 8s, 16s \| .* \| waits for ever \|$/m);
    expect(page()).toMatch(/^\| ky \| not again \| .* \| gives up after 10s \|$/m);
  });

  test('it does not matter which run ends first', async () => {
    const waiting: (() => void)[] = [];
    const seen = watched.values();
    const backwards = stage({
      atOnce: 2,
      watch: async (_job, onEvent) => {
        for (const event of seen.next().value ?? []) onEvent(event);
      },
      makeRunner: () => ({
        close: async () => {},
        run: (job) =>
          new Promise((resolve, reject) => {
            waiting.unshift(() => {
              const end = known.get(keyOf(job));
              if (end === undefined) reject(new Error('It was not run before.'));
              else resolve(end);
            });
            // Once both are under way, the last of them ends first.
            if (waiting.length === 2) for (const end of waiting.splice(0)) end();
          }),
      }),
    });
    const storms = { ...PLAN, libraries: FEW.slice(0, 1) };
    const again = await playAll(storms, backwards);
    expect(again).toEqual(cards.slice(0, 1));
  });
});

describe('a trap', () => {
  const conduct = (changes: Partial<Conduct> = {}): Conduct => ({
    attemptsAtMs: [0, 1_040],
    waitsMs: [1_000],
    endedAtMs: 1_080,
    isContent: false,
    ...changes,
  });
  const once = conduct({ attemptsAtMs: [0], waitsMs: [], endedAtMs: 40 });
  /** Of a client that falls into none. */
  const GOOD: Conducts = {
    overload: [conduct(), conduct({ waitsMs: [1_500] })],
    seconds: [conduct({ waitsMs: [20_000] }), conduct({ waitsMs: [20_700] })],
    date: [conduct({ waitsMs: [19_400] }), conduct({ waitsMs: [20_700] })],
    refusal: [once],
    reset: [conduct()],
    silence: [conduct({ attemptsAtMs: [0, 6_000], waitsMs: [1_000], endedAtMs: 11_000 })],
  };
  const says = (changes: Partial<Conducts>): readonly string[] =>
    trapsIn({ ...GOOD, ...changes }).map((trap) => trap.says);

  test('is found in nothing that is right', () => {
    expect(trapsIn(GOOD)).toEqual([]);
  });

  test.for<[string, Partial<Conducts>]>([
    ['takes a 503 for delivered', { overload: [conduct({ waitsMs: [], isContent: true })] }],
    ['does not try a POST again after a 503', { overload: [once] }],
    ['does not try a POST again after a reset', { reset: [once] }],
    ['sends again what the edge refused for good', { refusal: [conduct()] }],
    ['comes back sooner than Retry-After says', { seconds: [conduct({ waitsMs: [20_000, 19_999] })] }],
    [
      'comes back sooner than a Retry-After that is a date says',
      { date: [conduct({ waitsMs: [20_000, 18_999] })] },
    ],
    ['has no jitter: devices that fail together come back together', { overload: [conduct(), conduct()] }],
    [
      'has no jitter on top of Retry-After: devices that were told the same come back together',
      { seconds: [conduct({ waitsMs: [20_000] }), conduct({ waitsMs: [20_000] })] },
    ],
    ['waits for an answer for more than a minute', { silence: [conduct({ endedAtMs: null })] }],
    [
      'does not try a POST again after its own time-out',
      { silence: [conduct({ attemptsAtMs: [0], waitsMs: [], endedAtMs: 10_000 })] },
    ],
  ])('that %s is found where it shows', ([trap, changes]) => {
    expect(says(changes)).toEqual([trap]);
  });
});

test('each library has a device of its own, and no device is left out', () => {
  for (const library of LIBRARIES) expect(existsSync(join(ROOT, moduleOf(library))), library.name).toBe(true);
  const shared = ['post.ts', 'retry-agent-device.ts'];
  const files = readdirSync(join(import.meta.dirname, 'libraries')).filter((file) => !shared.includes(file));
  expect(files.toSorted()).toEqual(LIBRARIES.map(({ file }) => `${file}.ts`).toSorted());
});
