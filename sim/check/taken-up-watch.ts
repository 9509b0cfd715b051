import type { LedgerView, ReadingEntry } from '../ledger/index.ts';
import type { DeviceRules } from './invariant.ts';
import { TIMERS_EARLY_MS } from './pause.ts';
import { counted, instant, span } from './words.ts';

/** Whatever the policy: nobody is asked to wait longer than the one, or may come again sooner than the other. */
const ROUND_MS_MAX = 60_000;
const ROUND_MS_MIN = 1_000;
/** What a device has parked and taken up again though nothing was acknowledged to it in between. */
interface Uncalled {
  readonly firstParkedAt: number;
  count: number;
}

/**
 * A reading that was parked begins anew when it is sent again, so the budget alone would let a device retry for ever, as fast
 * as it likes. It may take a reading up after an acknowledgement, for the edge is there again. Without one it must not
 * do so more often than the policy's longest delay allows, counted from the first time that the reading was parked: a timer
 * that looks through what is parked may do so a moment after, also before Retry-After is over, but only once.
 */
export class TakenUpWatch {
  readonly #ledger: LedgerView;
  readonly #roundMs: number;
  readonly #policy: string;
  readonly #uncalled = new Map<ReadingEntry, Uncalled>();

  constructor(ledger: LedgerView, policy: DeviceRules['policy']) {
    this.#ledger = ledger;
    this.#policy = policy.name;
    const longest = policy.retriesMax > 0 ? policy.delayBoundsMs(policy.retriesMax - 1).max : 0;
    this.#roundMs = Math.min(Math.max(longest, ROUND_MS_MIN), ROUND_MS_MAX);
  }

  /** What is wrong with a request for this reading that was sent at `at`; null when nothing is, or it was not parked. */
  sent(entry: ReadingEntry, at: number): string | null {
    const { takenUpFrom: parkedAt } = entry;
    if (parkedAt === null || this.#ledger.acknowledgedAt(entry.device) >= parkedAt) return null;
    const known = this.#uncalled.get(entry) ?? { firstParkedAt: parkedAt, count: 0 };
    this.#uncalled.set(entry, known);
    known.count += 1;
    const { firstParkedAt, count } = known;
    if ((at - firstParkedAt) / 1_000 >= (count - 1) * this.#roundMs - TIMERS_EARLY_MS) return null;
    const times = counted(count, 'time', 'times');
    return `was parked: taken up ${times} since ${instant(firstParkedAt)} with nothing acknowledged in between; ${this.#policy} allows it once in ${span(this.#roundMs)}`;
  }
}
