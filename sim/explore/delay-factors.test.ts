import { expect, test } from 'vitest';
import { delayFactors } from './delay-factors.ts';

const policies = [
  { policy: 'exponential', meanTotalDelayMs: 31_000, bringsDevice: false },
  { policy: 'full-jitter', meanTotalDelayMs: 15_500, bringsDevice: false },
  { policy: 'none', meanTotalDelayMs: 0, bringsDevice: false },
  { policy: 'store-and-forward', meanTotalDelayMs: null, bringsDevice: false },
  { policy: './library.ts', meanTotalDelayMs: 46_500, bringsDevice: true },
];

test('a policy that waits half as long as the baseline waits twice as long as before', () => {
  const scaling = delayFactors(policies, 'exponential');
  // 31 s / 15.5 s
  expect(scaling).toMatchObject({ kind: 'factors', factors: [1, 2, 1, 1, 1] });
});

test('what never waits, never gives up or waits by itself is left alone, and named', () => {
  const scaling = delayFactors(policies, 'exponential');
  expect(scaling.kind === 'factors' && scaling.leftAlone.map(({ policy }) => policy)).toEqual([
    'none',
    'store-and-forward',
    './library.ts',
  ]);
});

test('a library that waits by itself can be what the others are scaled to', () => {
  // 46.5 s over 31 s and over 15.5 s.
  expect(delayFactors(policies, './library.ts')).toMatchObject({ factors: [1.5, 3, 1, 1, 1] });
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
