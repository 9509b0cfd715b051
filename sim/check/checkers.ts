import type { InvariantName } from '../scenario/invariant-name.ts';
import type { Verdicts } from './expectations.ts';
import type { CheckContext, Checker } from './invariant.ts';
import { perInvariant } from './invariants.ts';

/** All invariants of one run. The ledger observes each event before they do, and is concluded before they are. */
export class Checkers {
  readonly all: readonly Checker[];
  readonly #byName: Readonly<Record<InvariantName, Checker>>;

  constructor(context: CheckContext) {
    this.#byName = perInvariant((invariant) => invariant.create(context));
    this.all = Object.values(this.#byName);
  }

  /** In the order of `INVARIANT_NAMES`. */
  conclude(): Verdicts {
    return perInvariant(({ name }) => this.#byName[name].conclude());
  }
}
