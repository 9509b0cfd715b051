/**
 * `npm run test:crash`: real programs, killed at random moments. `-- --rounds 100 --seed 1 --store sqlite`; exit code 1
 * where a reading was lost, stored twice, or acknowledged and not stored.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orRefuse, scriptFlags, wholeNumber } from '../script-flags.ts';
import { crashRounds } from './crash-rounds.ts';

const STORES = ['sqlite', 'redis'] as const;

const values = scriptFlags('test:crash', {
  rounds: { type: 'string', default: '100' },
  seed: { type: 'string', default: '1' },
  store: { type: 'string', default: 'sqlite' },
});
const { rounds, store } = orRefuse(() => {
  const named = STORES.find((name) => name === values.store);
  if (named === undefined) throw new Error(`--store ${values.store}: there are ${STORES.join(', ')}.`);
  return { rounds: wholeNumber('--rounds', values.rounds, 1), store: named };
});
const folder = mkdtempSync(join(tmpdir(), 'petrel-crash-'));
try {
  const report = await crashRounds({
    rounds,
    seed: values.seed,
    store,
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
