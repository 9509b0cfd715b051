import { describe, expect, test } from 'vitest';
import type { RetryPolicy } from '../../ports/index.ts';
import { scaledPolicy } from './scaled-policy.ts';

/** Grows from the delay before, obeys Retry-After, and remembers. */
const grown: RetryPolicy = {
  name: 'grown',
  retriesMax: 7,
  memory: 'process',
  handlesRetryAfter: true,
  delayMs: (_retry, uniform, context) =>
    Math.max(context?.retryAfterMs ?? 0, 100 + uniform * (context?.previous?.delayMs ?? 100)),
  delayBoundsMs: (retry, context) => ({
    min: Math.max(context?.retryAfterMs ?? 0, 100),
    max: Math.max(context?.retryAfterMs ?? 0, 100 * (retry + 2)),
  }),
  remember: () => ({ mayRetry: () => false }),
};

describe('a policy in another unit of time', () => {
  const slow = scaledPolicy(grown, 3);

  test('waits three times as long, over whole chains', () => {
    let [own, scaled] = [grown.delayMs(0, 0.5), slow.delayMs(0, 0.5)];
    expect(scaled).toBe(3 * own);
    for (const [index, uniform] of [0.25, 0.75, 0.5].entries()) {
      const before = { own, scaled };
      const answer = { status: null, retryAfterMs: null };
      own = grown.delayMs(index + 1, uniform, { ...answer, previous: { delayMs: before.own, uniform: 0 } });
      scaled = slow.delayMs(index + 1, uniform, {
        ...answer,
        previous: { delayMs: before.scaled, uniform: 0 },
      });
      expect(scaled).toBeCloseTo(3 * own, 9);
    }
    expect(slow.delayBoundsMs(1)).toEqual({ min: 300, max: 900 });
  });

  test('takes a Retry-After for what it says', () => {
    const context = { status: 503, retryAfterMs: 6_000, previous: null };
    expect(slow.delayMs(0, 0.5, context)).toBeCloseTo(6_000, 9);
    expect(slow.delayBoundsMs(0, context)).toEqual({ min: 6_000, max: 6_000 });
  });

  test('keeps its name, its retries and what it remembers', () => {
    expect(slow).toMatchObject({ name: 'grown', retriesMax: 7, memory: 'process', handlesRetryAfter: true });
    const end = { nowMs: 0, attempt: 0, failed: true, status: null, uniform: () => 0 };
    expect(slow.remember?.().mayRetry?.(end)).toBe(false);
    const forgetful = { ...grown };
    Reflect.deleteProperty(forgetful, 'remember');
    expect('remember' in scaledPolicy(forgetful, 2)).toBe(false);
  });

  test.for([0, -1, Infinity, NaN])('cannot have the unit %d', (factor) => {
    expect(() => scaledPolicy(grown, factor)).toThrow(RangeError);
  });
});
