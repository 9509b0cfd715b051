import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBaseline } from '../sim/sweep/baseline-file.ts';
import { ROOT } from './command.ts';

/** Fingerprints by scenario and seed. */
export type Golden = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Those of the baselines, which `sim check` holds runs over `direct` to: no other transport has any of its own. */
export function goldenFingerprints(): Golden {
  const folder = join(ROOT, 'scenarios', 'baselines');
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .toSorted()
      .map((file) => {
        const read = readBaseline(readFileSync(join(folder, file), 'utf8'));
        if (!read.ok) throw new Error(`${file}: ${read.why}`);
        const { scenario, runs } = read.baseline;
        return [scenario, new Map([...runs].map(([seed, { fingerprint }]) => [seed, fingerprint]))];
      }),
  );
}
