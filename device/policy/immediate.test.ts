import { expect, test } from 'vitest';
import { immediate } from './immediate.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

test('immediate never waits, and retries as often as is set', () => {
  const policy = immediate.create(DEFAULT_POLICY_SETTINGS);
  expect(policy.retriesMax).toBe(5);
  for (const retry of [0, 1, 40]) {
    for (const uniform of [0, 0.999]) expect(policy.delayMs(retry, uniform)).toBe(0);
    expect(policy.delayBoundsMs(retry)).toEqual({ min: 0, max: 0 });
  }
});
