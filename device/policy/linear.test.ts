import { expect, test } from 'vitest';
import { linear } from './linear.ts';
import { meanTotalDelayMs } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const policy = linear.create(DEFAULT_POLICY_SETTINGS);

// One second more each time, up to the cap of 30 s, which the thirtieth retry (29) reaches.
test.for([
  [0, 1_000],
  [1, 2_000],
  [28, 29_000],
  [29, 30_000],
  [30, 30_000],
] as const)('linear waits, before retry %i, exactly %i ms', ([retry, delayMs]) => {
  expect([0, 0.5, 0.999].map((uniform) => policy.delayMs(retry, uniform))).toEqual([
    delayMs,
    delayMs,
    delayMs,
  ]);
  expect(policy.delayBoundsMs(retry)).toEqual({ min: delayMs, max: delayMs });
});

test('linear waits 15 s in total over its five retries', () => {
  // 1 + 2 + 3 + 4 + 5.
  expect(meanTotalDelayMs(policy)).toBeCloseTo(15_000, 6);
});
