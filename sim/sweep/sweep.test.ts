import { expect, test } from 'vitest';
import { builtinSubject, run, sweep } from '../index.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { recordOf } from './run-record.ts';

const lossy = scenarioFrom(`
name: lossy
description: Half of the requests vanish, and nobody tries again.
duration: 20s
fleet: { devices: 2, interval: 1s }
device: { policy: none }
network: { loss: 50% }
expect: { delivered: "= 100%" }
`);
const options = { scenarios: [lossy], subject: builtinSubject, transport: 'direct' } as const;

test('a sweep in this process is made of the same runs as any other', async () => {
  const seen: string[] = [];
  const swept = await sweep({ ...options, seeds: 3, onRun: ({ seed }) => seen.push(seed) });
  expect(seen).toEqual(['1', '2', '3']);
  const second = await run({
    scenario: lossy,
    seed: '2',
    subject: builtinSubject(lossy),
    transport: 'direct',
  });
  expect(swept.records[1]).toEqual(recordOf(second));
  expect(swept.summary).toMatchObject({ runs: 3, failed: 3 });
  expect(await sweep({ ...options, seeds: ['1', '2', '3'] })).toEqual(swept);
});

test('with bail the first failure is the last run', async () => {
  const swept = await sweep({ ...options, seeds: 3, bail: true });
  expect(swept.records.map(({ seed }) => seed)).toEqual(['1']);
});

test.for([
  ['no seed', { seeds: [] }, 'seeds is []; give a whole number from 1 on'],
  ['no scenario', { seeds: 1, scenarios: [] }, 'needs a scenario'],
  ['a count of nothing', { seeds: 0 }, 'seeds is 0; give a whole number from 1 on'],
  ['half a seed', { seeds: 1.5 }, 'seeds is 1.5;'],
  ['one name twice', { seeds: 1, scenarios: [lossy, lossy] }, 'have the same name'],
] as const)('%s is refused', async ([_name, wrong, message]) => {
  await expect(sweep({ ...options, ...wrong })).rejects.toThrow(message);
});
