import { expect, test } from 'vitest';
import { noOutcomes, outcomeOf } from './metrics.ts';

test.for([
  [200, 'accepted_total'],
  [302, 'rejected_total'],
  [400, 'rejected_total'],
  [409, 'duplicates_total'],
  [422, 'rejected_total'],
  [429, 'rate_limited_total'],
  [500, 'errors_total'],
  [502, 'errors_total'],
  [503, 'transient_503_total'],
] as const)(
  'an answer of %i is counted as %s: a refusal is for good, or its status says that it is not',
  ([status, outcome]) => {
    expect(outcomeOf(status)).toBe(outcome);
    expect(noOutcomes()[outcome]).toBe(0);
  },
);
