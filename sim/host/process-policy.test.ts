import { describe, expect, test } from 'vitest';
import type { PolicyMemory, RetryPolicy } from '../../ports/index.ts';
import { policiesByProcess, sharedInProcess } from './process-policy.ts';

/** Allows one retry for each memory, and says how many memories were made. */
class OneRetry {
  made = 0;
  readonly policy: RetryPolicy;

  constructor(memory: RetryPolicy['memory']) {
    this.policy = {
      name: 'one-retry',
      retriesMax: 3,
      ...(memory !== undefined && { memory }),
      handlesRetryAfter: true,
      delayMs: (retryIndex, uniform, context) => retryIndex * 100 + uniform + (context?.retryAfterMs ?? 0),
      delayBoundsMs: (retryIndex) => ({ min: retryIndex * 100, max: retryIndex * 100 + 1 }),
      remember: () => {
        this.made += 1;
        return oneRetry();
      },
    };
  }
}

function oneRetry(): PolicyMemory {
  let left = 1;
  return {
    mayRetry: () => {
      left -= 1;
      return left >= 0;
    },
  };
}

function mayRetry(memory: PolicyMemory | undefined): boolean | undefined {
  return memory?.mayRetry?.({ nowMs: 0, attempt: 0, failed: true, status: 503, uniform: () => 0 });
}

describe('a policy that remembers by process', () => {
  test('gives the devices of one process one memory, so that what one of them spent is gone for all', () => {
    const { policy } = new OneRetry('process');
    const policyOf = policiesByProcess(policy, 3);
    const memories = [0, 1, 2].map((index) => policyOf(index).remember?.());
    expect(memories.map(mayRetry)).toEqual([true, false, false]);
  });

  test('gives each process its own', () => {
    const counted = new OneRetry('process');
    const policyOf = policiesByProcess(counted.policy, 3);
    // Devices 0–2 are one process, 3–5 the next, and 6 begins a third.
    const memories = Array.from({ length: 7 }, (_, index) => policyOf(index).remember?.());
    expect(memories.map(mayRetry)).toEqual([true, false, false, true, false, false, true]);
    expect(counted.made).toBe(3);
  });

  test('keeps it when one of several devices boots again', () => {
    const counted = new OneRetry('process');
    const policyOf = policiesByProcess(counted.policy, 2);
    const first = policyOf(0).remember?.();
    const again = policyOf(0).remember?.();
    expect(again).toBe(first);
    expect(counted.made).toBe(1);
  });

  test('gives a device that is a process of its own an empty memory at each boot', () => {
    const counted = new OneRetry('process');
    const policyOf = policiesByProcess(counted.policy, 1);
    expect(mayRetry(policyOf(0).remember?.())).toBe(true);
    expect(mayRetry(policyOf(0).remember?.())).toBe(true);
    expect(counted.made).toBe(2);
  });

  test('is in everything else the policy that it was', () => {
    const { policy } = new OneRetry('process');
    const shared = sharedInProcess(policy);
    const context = { status: 429, retryAfterMs: 7, previous: null };
    expect(shared.delayMs(2, 0.25, context)).toBe(207.25);
    expect(shared.delayBoundsMs(2)).toEqual({ min: 200, max: 201 });
    expect(shared).toMatchObject({
      name: 'one-retry',
      retriesMax: 3,
      memory: 'process',
      handlesRetryAfter: true,
    });
  });
});

test.for([undefined, 'none', 'reading', 'device'] as const)(
  'a policy whose memory is %s is the same object for every device',
  (memory) => {
    const counted = new OneRetry(memory);
    const policyOf = policiesByProcess(counted.policy, 3);
    expect([0, 1, 5].map((index) => policyOf(index) === counted.policy)).toEqual([true, true, true]);
    expect([0, 1].map((index) => mayRetry(policyOf(index).remember?.()))).toEqual([true, true]);
    expect(counted.made).toBe(2);
  },
);

test('a policy that says process but remembers nothing is left as it is', () => {
  const forgetful: RetryPolicy = {
    name: 'forgetful',
    retriesMax: 1,
    memory: 'process',
    delayMs: () => 0,
    delayBoundsMs: () => ({ min: 0, max: 0 }),
  };
  expect(policiesByProcess(forgetful, 4)(0)).toBe(forgetful);
});
