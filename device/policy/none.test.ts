import { expect, test } from 'vitest';
import { meanTotalDelayMs } from './mean-delay.ts';
import { none } from './none.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

test('none never retries and never waits', () => {
  const policy = none.create(DEFAULT_POLICY_SETTINGS);
  expect(policy.retriesMax).toBe(0);
  expect(meanTotalDelayMs(policy)).toBe(0);
  expect(policy.delayBoundsMs(0)).toEqual({ min: 0, max: 0 });
});
