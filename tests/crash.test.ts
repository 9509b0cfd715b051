import { expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { crashRounds } from './crash/crash-rounds.ts';

/** The short form of `npm run test:crash`. */
const ROUNDS = 4;

test('no reading is lost or stored twice, whoever is killed and when', async () => {
  const folder = scratchFolder('crash');
  const report = await crashRounds({ rounds: ROUNDS, seed: '5', store: 'sqlite', folder });
  expect(report).toMatchObject({ lost: [], storedTwice: [], acknowledgedButMissing: [] });
  // What proves nothing must not pass: both were killed, and readings went through all the while.
  expect(Object.keys(report.killed).toSorted()).toStrictEqual(['device', 'edge']);
  expect(report.acknowledged).toBeGreaterThanOrEqual(ROUNDS);
  expect(report.stored).toBe(report.recorded);
});
