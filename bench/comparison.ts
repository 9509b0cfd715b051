import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { secondsOf } from './clock.ts';

const POLICIES = [
  'exponential-jitter',
  'exponential',
  'equal-jitter',
  'full-jitter',
  'decorrelated-jitter',
  'retry-budget',
  'circuit-breaker',
  'store-and-forward',
];
const SEEDS = 200;
/** Enough for a ratio: threads have long been started and warm. */
const SEEDS_OF_RATIO = 40;
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
  const flags = ['--max-semi-space-size=64', '--import', 'tsx', join(ROOT, 'sim', 'cli', 'main.ts')];
  return secondsOf(() => {
    execFileSync(process.execPath, [...flags, ...words, '--json', '--workers', String(workers)], {
      cwd: ROOT,
      stdio: 'ignore',
    });
  });
}

/** As a user waits for it: start-up, runs and statistics. */
export async function benchComparison(): Promise<readonly string[]> {
  const whole = await secondsOfComparison(2, SEEDS);
  const one = await secondsOfComparison(1, SEEDS_OF_RATIO);
  const two = await secondsOfComparison(2, SEEDS_OF_RATIO);
  return [
    `compare, ${POLICIES.length} policies × ${SEEDS} seeds of storm, 2 workers  ${whole.toFixed(1)} s        (wanted: below 60)`,
    `2 workers over 1                                ${(one / two).toFixed(2)}×           (wanted: at least 1.7)`,
  ];
}
