import { expect, test } from 'vitest';
import type { ComparedMetricName } from '../metrics/index.ts';
import { comparisonOf } from './compare.ts';
import { inputOf, policyWith } from './testing/replications.ts';

/** Of two policies with five metrics, two of them told and three that every run has. */
function warningsOf(
  seeds: number,
  { primary = null, comparisons = 1 }: { primary?: ComparedMetricName | null; comparisons?: number } = {},
): readonly string[] {
  const policies = ['a', 'b'].map((policy, index) =>
    policyWith(policy, seeds, (seed) => ({ outageLoad: seed * index, fairness: seed * index })),
  );
  return comparisonOf(inputOf(policies, { primary, comparisons })).warnings;
}

test('below three seeds there are no intervals, and below ten they are rough', () => {
  expect(warningsOf(1)).toEqual([expect.stringMatching(/^One seed .*: there are no intervals\./)]);
  expect(warningsOf(2)).toEqual([expect.stringMatching(/^2 seeds .*: there are no intervals\./)]);
  expect(warningsOf(9)).toEqual([expect.stringMatching(/^9 seeds are few: the intervals are rough\./)]);
  expect(warningsOf(10)).toEqual([]);
});

test('it is said how many seeds it takes until anything can be marked', () => {
  // Five differences: 5·2·4^(−4) = 0.039 is the first below 5 %, three seeds have 0.156.
  expect(warningsOf(3)[1]).toBe(
    "3 seeds can't set policies apart in 5 differences at once: that takes 4. Give more, e.g. --seeds 1..20, or name the metric that matters with --primary.",
  );
  expect(warningsOf(4)).toHaveLength(1);
  // One difference: 2·4^(−3) = 0.031.
  expect(warningsOf(3, { primary: 'outageLoad' })).toHaveLength(1);
  // Five in each of a hundred comparisons: 500·2·4^(−8) = 0.015, seven seeds have 0.061.
  expect(warningsOf(7, { comparisons: 100 })[1]).toContain('in 500 differences at once: that takes 8.');
});
