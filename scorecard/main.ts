/**
 * `npm run scorecard`: retry libraries of npm in storms, as a page: `docs/scorecard.md`.
 *
 *   npm run scorecard
 *   npm run scorecard -- --date 2026-11-26 --workers 1
 *   npm run scorecard -- --library got --storm herd --seeds 1..3 --out /tmp/part.md
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseSeeds } from '../sim/cli/flags/seed-range.ts';
import { packageVersion } from '../sim/cli/version.ts';
import { createRecordRunner } from '../sim/cli/workers/record-runner.ts';
import { runOnce } from '../sim/cli/workers/run-job.ts';
import { orRefuse, scriptFlags, wholeNumber } from '../tests/script-flags.ts';
import { LIBRARIES } from './libraries.ts';
import { scorecardPage } from './page.ts';
import { playAll, sizeOf } from './play.ts';
import type { Stage } from './play.ts';
import { STORM_NAMES } from './worlds.ts';

const values = scriptFlags('scorecard', {
  date: { type: 'string' },
  seeds: { type: 'string', default: '1..50' },
  library: { type: 'string', multiple: true },
  storm: { type: 'string', multiple: true },
  workers: { type: 'string' },
  out: { type: 'string', default: join(import.meta.dirname, '..', 'docs', 'scorecard.md') },
});

/** Those that are named; all without names. */
function named<Each>(
  all: readonly Each[],
  nameOf: (each: Each) => string,
  flag: 'library' | 'storm',
): readonly Each[] {
  const words = values[flag];
  if (words === undefined) return all;
  const known = all.map(nameOf);
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined)
    throw new Error(`--${flag} ${unknown}: there is none. There are: ${known.join('; ')}`);
  return all.filter((each) => words.includes(nameOf(each)));
}

/** A day, as it is written down; without one, this day. */
function dayOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return given;
  throw new Error(`--date ${given}: it must be a day such as 2026-11-26`);
}

function workersOf(given: string | undefined): number {
  return given === undefined ? availableParallelism() : wholeNumber('--workers', given, 1);
}

const { plan, date, atOnce } = orRefuse(() => ({
  plan: {
    libraries: named(LIBRARIES, ({ name }) => name, 'library'),
    storms: named(STORM_NAMES, (name) => name, 'storm'),
    seeds: parseSeeds(values.seeds),
  },
  date: dayOf(values.date),
  atOnce: workersOf(values.workers),
}));

const all = sizeOf(plan);
let done = 0;
/** One thread would be this one, in which everything stays that packages leave behind. */
const THREADS_MIN = 2;
const stage: Stage = {
  atOnce,
  makeRunner: () => createRecordRunner(Math.max(THREADS_MIN, atOnce), false),
  watch: (job, onEvent) => runOnce(job, { onEvent }),
  onDone: () => {
    done += 1;
    if (done % 50 === 0 || done === all) process.stderr.write(`${done} of ${all} runs\n`);
  },
};
const cards = await playAll(plan, stage);
writeFileSync(values.out, scorecardPage({ plan, cards, date, version: packageVersion() }));
