import type { CheckVerdict } from '../check/invariant.ts';
import type { InvariantName } from '../check/invariants.ts';
import type { InvariantResult } from './result.ts';

interface BrokenPromise {
  readonly name: InvariantName;
  readonly verdict: Extract<CheckVerdict, { readonly kind: 'violated' }>;
}

/** Those that the scenario neither expects nor allows to be broken. */
export function brokenPromises(invariants: readonly InvariantResult[]): readonly BrokenPromise[] {
  return invariants.flatMap(({ name, verdict, expectedBecause, allowedBecause }) =>
    verdict.kind === 'violated' && expectedBecause === null && allowedBecause === null
      ? [{ name, verdict }]
      : [],
  );
}
