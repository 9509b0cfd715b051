import { describe, expect, test } from 'vitest';
import { meanOverGrid } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS as settings } from './policy-settings.ts';
import { pollyV2 } from './polly-v2.ts';

const policy = pollyV2.create({ ...settings, capMs: 1e9 });

const after = (uniform: number) => ({
  status: null,
  retryAfterMs: null,
  previous: { delayMs: 1, uniform },
});

/** tanh from its definition; the policy has it from the language. */
function curve(t: number): number {
  const [up, down] = [Math.exp(Math.sqrt(4 * t)), Math.exp(-Math.sqrt(4 * t))];
  return (2 ** t * (up - down)) / (up + down);
}

describe('polly-v2', () => {
  test('waits 16.48 s on average over its five retries of base 1 s', () => {
    // The differences telescope: the sum is (b/1.4)·g(4 + u), of which the mean is 16.48 s to two decimals.
    const meanCurve = meanOverGrid((uniform) => curve(4 + uniform));
    expect(1_000 * (meanCurve / 1.4)).toBeCloseTo(16_480, -1);
    let totalMs = meanOverGrid((uniform) => policy.delayMs(0, uniform), 1_000);
    for (let retry = 1; retry < 5; retry += 1) {
      totalMs += meanOverGrid(
        (previous) => meanOverGrid((uniform) => policy.delayMs(retry, uniform, after(previous)), 100),
        100,
      );
    }
    expect(totalMs / 1_000).toBeCloseTo(16.48, 2);
  });

  test('waits the distance between two points of one curve, so that delays add up to a point of it', () => {
    const draws = [0.3, 0.9, 0.1, 0.6];
    let sumMs = 0;
    for (const [retry, uniform] of draws.entries()) {
      const previous = draws[retry - 1];
      sumMs += policy.delayMs(retry, uniform, previous === undefined ? undefined : after(previous));
    }
    expect(sumMs).toBeCloseTo((1_000 / 1.4) * curve(3.6), 6);
  });

  test('can give from nothing to two whole steps of the curve', () => {
    expect(policy.delayBoundsMs(0)).toEqual({ min: 0, max: expect.closeTo((1_000 / 1.4) * curve(1), 6) });
    expect(policy.delayBoundsMs(3)).toEqual({
      min: 0,
      max: expect.closeTo((1_000 / 1.4) * (curve(4) - curve(2)), 6),
    });
    expect(policy.delayMs(3, 0, after(1 - Number.EPSILON))).toBeCloseTo(0, 6);
  });

  test('is capped after the draw, also where the curve leaves the numbers', () => {
    const capped = pollyV2.create(settings);
    expect(capped.delayMs(9, 0.5, after(0.5))).toBe(30_000);
    expect(capped.delayMs(5_000, 0.5, after(0.5))).toBe(30_000);
    expect(pollyV2.create({ ...settings, baseMs: 0 }).delayMs(5_000, 0.5, after(0.5))).toBe(0);
  });
});
