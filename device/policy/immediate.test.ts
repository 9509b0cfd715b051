import { expect, test } from 'vitest';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';
import { immediate } from './immediate.ts';

test('immediate never waits, and retries as often as is set', () => {
  const policy = immediate(DEFAULT_DEVICE_SETTINGS.policy);
  expect(policy.retriesMax).toBe(5);
  for (const retry of [0, 1, 40]) {
    for (const uniform of [0, 0.999]) expect(policy.delayMs(retry, uniform)).toBe(0);
    expect(policy.delayBoundsMs(retry)).toEqual({ min: 0, max: 0 });
  }
});
