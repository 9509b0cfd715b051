import type { InvariantName } from '../scenario/invariant-name.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { Verdicts } from './expectations.ts';
import type { CheckContext, Checker } from './invariant.ts';
import { perInvariant } from './invariants.ts';

/** All invariants of one run. The ledger observes each event before they do, and is concluded before they are. */
export class Checkers {
  readonly #byName: Readonly<Record<InvariantName, Checker>>;
  readonly #all: readonly Checker[];

  constructor(context: CheckContext) {
    this.#byName = perInvariant((invariant) => invariant.create(context));
    this.#all = Object.values(this.#byName);
  }

  observe(event: TraceEvent): void {
    for (const checker of this.#all) checker.observe(event);
  }

  /** In the order of `INVARIANT_NAMES`. */
  conclude(): Verdicts {
    return perInvariant(({ name }) => this.#byName[name].conclude());
  }
}
