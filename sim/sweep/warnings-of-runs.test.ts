import { expect, test } from 'vitest';
import { warningsOfRuns } from './warnings-of-runs.ts';

test('takes warnings that differ in their numbers alone for one', () => {
  const of = (scenario: string, seed: string, ...warnings: string[]) => ({ scenario, seed, warnings });
  expect(
    warningsOfRuns([
      of('storm', '1', 'it forgot 1,234 of 5 copies', 'the TTL is short'),
      of('storm', '2'),
      of('calm', '1', 'it forgot 2 of 7 copies'),
    ]),
  ).toEqual([
    { text: 'it forgot 1,234 of 5 copies', scenario: 'storm', seed: '1', runs: 2 },
    { text: 'the TTL is short', scenario: 'storm', seed: '1', runs: 1 },
  ]);
});
