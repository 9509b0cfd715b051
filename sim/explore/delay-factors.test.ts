import { expect, test } from 'vitest';
import { delayFactors } from './delay-factors.ts';

const policies = [
  { policy: 'exponential', meanTotalDelayMs: 31_000 },
  { policy: 'full-jitter', meanTotalDelayMs: 15_500 },
  { policy: 'none', meanTotalDelayMs: 0 },
  { policy: 'store-and-forward', meanTotalDelayMs: null },
];

test('a policy that waits half as long as the baseline waits twice as long as before', () => {
  const scaling = delayFactors(policies, 'exponential');
  // 31 s / 15.5 s
  expect(scaling).toMatchObject({ kind: 'factors', factors: [1, 2, 1, 1] });
});

test('what never waits or never gives up is left alone, and named', () => {
  const scaling = delayFactors(policies, 'exponential');
  expect(scaling.kind === 'factors' && scaling.leftAlone.map(({ policy }) => policy)).toEqual([
    'none',
    'store-and-forward',
  ]);
});

test.for([
  ['none', /never waits/],
  ['store-and-forward', /never gives up/],
  ['somebody', /not compared/],
] as const)('nothing can be scaled to %s', ([baseline, why]) => {
  const scaling = delayFactors(policies, baseline);
  expect(scaling.kind).toBe('impossible');
  expect(scaling.kind === 'impossible' && scaling.why).toMatch(why);
});
