/**
 * `npm run test:crash`: real programs, killed at random moments. `-- --rounds 100 --seed 1 --store sqlite`; exit code 1
 * where a reading was lost, stored twice, or acknowledged and not stored.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crashRounds } from './crash-rounds.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'sqlite' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'petrel-crash-'));
try {
  const report = await crashRounds({
    rounds: Number(values.rounds),
    seed: values.seed,
    store: values.store === 'redis' ? 'redis' : 'sqlite',
    folder,
  });
  const { killed, recorded, acknowledged, stored, lost, storedTwice, acknowledgedButMissing } = report;
  const kills = Object.entries(killed).map(([name, count]) => `${name} ${count}×`);
  process.stdout.write(
    `killed: ${kills.join(', ')}\nrecorded ${recorded}, acknowledged ${acknowledged}, stored ${stored}\n` +
      `lost ${lost.length}, stored twice ${storedTwice.length}, acknowledged but missing ${acknowledgedButMissing.length}\n`,
  );
  const wrong = [...lost, ...storedTwice, ...acknowledgedButMissing];
  if (wrong.length > 0) process.stdout.write(`${wrong.join(' ')}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
