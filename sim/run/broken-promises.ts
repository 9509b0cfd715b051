import type { CheckVerdict } from '../check/invariant.ts';
import type { InvariantName } from '../check/invariants.ts';
import type { InvariantResult } from './result.ts';

interface BrokenPromise {
  readonly name: InvariantName;
  readonly verdict: Extract<CheckVerdict, { readonly kind: 'violated' }>;
}

/** Those that the scenario does not expect to be broken. */
export function brokenPromises(invariants: readonly InvariantResult[]): readonly BrokenPromise[] {
  return invariants.flatMap(({ name, verdict, expectedBecause }) =>
    verdict.kind === 'violated' && expectedBecause === null ? [{ name, verdict }] : [],
  );
}
