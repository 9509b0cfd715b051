import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { secondsOf } from './clock.ts';
import { ratioLine } from './ratio-line.ts';

const POLICIES = ['exponential-jitter', 'full-jitter', 'retry-budget', 'store-and-forward'];
/** Enough for a ratio: threads have started and are warm after one or two. */
const SEEDS = 40;
const ROUNDS = 2;
/** What a comparison of eight policies on 200 seeds would be: that many runs, and start-up is nothing beside them. */
const RUNS = 8 * 200;
const ROOT = join(import.meta.dirname, '..');

async function secondsOfComparison(workers: number, seeds: number): Promise<number> {
  const words = [
    'compare',
    '--scenario',
    'storm',
    '--policies',
    POLICIES.join(','),
    '--seeds',
    `1..${seeds}`,
  ];
  // As `npm run sim` starts it, without npm.
  const flags = [
    '--min-semi-space-size=64',
    '--max-semi-space-size=64',
    join(ROOT, 'start', 'petrel.cjs'),
    'sim',
  ];
  return secondsOf(() => {
    execFileSync(process.execPath, [...flags, ...words, '--json', '--workers', String(workers)], {
      cwd: ROOT,
      stdio: 'ignore',
    });
  });
}

/** As a user waits for it: start-up, runs and statistics. By turns, the best of each. */
export async function benchComparison(): Promise<readonly string[]> {
  const one: number[] = [];
  const two: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    one.push(await secondsOfComparison(1, SEEDS));
    two.push(await secondsOfComparison(2, SEEDS));
  }
  const [alone, both] = [Math.min(...one), Math.min(...two)];
  const all = (both / (POLICIES.length * SEEDS)) * RUNS;
  return [
    ratioLine({
      what: 'compare, 2 workers / 1',
      ratio: alone / both,
      wanted: 'at least 1.7',
      sides: `${alone.toFixed(1)} s / ${both.toFixed(1)} s; 1,600 runs at that rate: ${all.toFixed(0)} s (wanted: below 60)`,
    }),
  ];
}
