import { describe, expect, test } from 'vitest';
import type { MetricValues } from '../metrics/index.ts';
import { comparisonOf } from './compare.ts';
import type { ReplicatedPolicy } from './compare.ts';
import { inputOf, policyWith } from './testing/replications.ts';

const storm = (seed: number): number => ((seed * 7) % 10) * 16;

/** Latency and delivery of every seed, shifted. */
function shifted(latencyMs: number, delivered: number): (seed: number) => Partial<MetricValues> {
  return (seed) => ({
    latencyP99: 1000 + storm(seed) + latencyMs,
    delivered: 0.5 + storm(seed) / 1024 + delivered,
  });
}

const BASELINE = policyWith('exponential', 12, shifted(0, 0));

function warningsAgainst(other: ReplicatedPolicy, normalized = false): readonly string[] {
  return comparisonOf(inputOf([BASELINE, other], { normalized })).warnings;
}

describe('a comparison warns', () => {
  test('that a policy that is faster merely waits less', () => {
    const full = policyWith('full-jitter', 12, shifted(-500, 0), { meanTotalDelayMs: 15_500 });
    expect(warningsAgainst(full)).toEqual([
      'full-jitter waits half as long as exponential (15.5s against 31s in all): that alone may be why it is better in latencyP99. Compare at equal waits: --normalize.',
    ]);
  });

  test('that a policy that delivers more merely waits longer', () => {
    const patient = policyWith('patient', 12, shifted(500, 0.125), { meanTotalDelayMs: 93_000 });
    expect(warningsAgainst(patient)[0]).toBe(
      'patient waits 3 times as long as exponential (93s against 31s in all): that alone may be why it is better in delivered and worse in latencyP99. Compare at equal waits: --normalize.',
    );
  });

  test('that a policy never gives up, which no factor makes equal', () => {
    const forever = policyWith('forever', 12, shifted(0, 0.125), {
      meanTotalDelayMs: null,
      retriesMax: null,
    });
    expect(warningsAgainst(forever)).toEqual([
      'forever never gives up, exponential does: that alone may be why it is better in delivered.',
    ]);
  });

  test('that a policy does not wait at all', () => {
    const immediate = policyWith('immediate', 12, shifted(-500, 0), { meanTotalDelayMs: 0 });
    expect(warningsAgainst(immediate)).toEqual([
      'immediate waits not at all, unlike exponential (0s against 31s in all): that alone may be why it is better in latencyP99.',
    ]);
  });

  test('that the latency of a policy that delivers less is that of the lucky ones', () => {
    const hasty = policyWith('hasty', 12, shifted(-500, -0.25));
    expect(warningsAgainst(hasty)).toEqual([
      expect.stringMatching(
        /^hasty has a lower latencyP99 than exponential, and delivers less: latency counts/,
      ),
    ]);
    const thorough = policyWith('thorough', 12, shifted(500, 0.25));
    expect(warningsAgainst(thorough)).toEqual([
      expect.stringMatching(
        /^exponential has a lower latencyP99 than thorough, and delivers less: latency counts/,
      ),
    ]);
  });
});

describe('a comparison does not warn', () => {
  test('where the waits are about equal', () => {
    expect(warningsAgainst(policyWith('equal', 12, shifted(-500, 0), { meanTotalDelayMs: 31_700 }))).toEqual(
      [],
    );
  });

  test('where no difference is significant', () => {
    expect(
      warningsAgainst(policyWith('full-jitter', 12, shifted(0, 0), { meanTotalDelayMs: 15_500 })),
    ).toEqual([]);
  });

  test('where the difference is not what the wait explains', () => {
    expect(warningsAgainst(policyWith('odd', 12, shifted(500, 0), { meanTotalDelayMs: 15_500 }))).toEqual([]);
  });

  test('to normalize what is normalized', () => {
    const full = policyWith('full-jitter', 12, shifted(-500, 0), { meanTotalDelayMs: 15_500 });
    expect(warningsAgainst(full, true)[0]).not.toContain('--normalize');
  });
});
