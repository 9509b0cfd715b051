/**
 * npm runs this after an installation: it makes the bundle and, by starting what is most often started, the compiled
 * code beside it. Nothing that goes wrong here may break the installation: whoever starts makes up for it.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './current-bundle.cjs';

const STARTS = ['sim --scenario calm --seed 1 --duration 10s --quiet', 'sim list'];

try {
  const { buildBundle } = await import('./build-bundle.mjs');
  await buildBundle();
  for (const start of STARTS) {
    const words = [
      '--min-semi-space-size=64',
      '--max-semi-space-size=64',
      join(ROOT, 'start', 'petrel.cjs'),
      ...start.split(' '),
    ];
    spawnSync(process.execPath, words, { cwd: ROOT, stdio: 'ignore' });
  }
} catch (error) {
  process.stderr.write(`No bundle yet: ${String(error)}\n`);
}
