import { mapTable } from '../kernel/index.ts';
import type { CheckContext, Checker, CheckVerdict } from './invariant.ts';
import { INVARIANTS } from './invariants.ts';
import type { InvariantName } from './invariants.ts';

/** In the order of `INVARIANTS`. */
export type Verdicts = Readonly<Record<InvariantName, CheckVerdict>>;

/** All invariants of one run. The ledger observes each event before they do, and is concluded before they are. */
export class Checkers {
  readonly all: readonly Checker[];
  readonly #byName: Readonly<Record<InvariantName, Checker>>;

  constructor(context: CheckContext) {
    this.#byName = mapTable(INVARIANTS, (invariant) => invariant.create(context));
    this.all = Object.values(this.#byName);
  }

  conclude(): Verdicts {
    return mapTable(this.#byName, (checker) => checker.conclude());
  }
}
