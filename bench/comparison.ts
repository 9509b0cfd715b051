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
const ROOT = join(import.meta.dirname, '..');

async function secondsWith(workers: number): Promise<number> {
  const words = [
    'compare',
    '--scenario',
    'storm',
    '--policies',
    POLICIES.join(','),
    '--seeds',
    `1..${SEEDS}`,
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
  const one = await secondsWith(1);
  const two = await secondsWith(2);
  return [
    `compare, ${POLICIES.length} policies × ${SEEDS} seeds of storm, 2 workers  ${two.toFixed(1)} s        (wanted: below 60)`,
    `2 workers over 1                                ${(one / two).toFixed(2)}×           (wanted: at least 1.7)`,
  ];
}
