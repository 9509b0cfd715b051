import { expect, test } from 'vitest';
import { fixed } from './fixed.ts';
import { meanTotalDelayMs } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

test('fixed waits the base before every retry, whatever the chance', () => {
  const policy = fixed.create({ ...DEFAULT_POLICY_SETTINGS, baseMs: 1_500 });
  for (const retry of [0, 1, 4, 40]) {
    for (const uniform of [0, 0.5, 0.999]) expect(policy.delayMs(retry, uniform)).toBe(1_500);
    expect(policy.delayBoundsMs(retry)).toEqual({ min: 1_500, max: 1_500 });
  }
  // Five retries of 1.5 s.
  expect(meanTotalDelayMs(policy)).toBeCloseTo(7_500, 6);
});
