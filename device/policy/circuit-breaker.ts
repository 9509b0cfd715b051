import { exponentialJitter } from './exponential-jitter.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import type { Admission, AdmissionRequest, AttemptEnd, PolicyMemory } from '../../ports/index.ts';
import { timeLeftMs } from './time-left.ts';

const FAILURES_IN_A_ROW_MAX = 5;
const OPEN_MS = 10_000;
/** A probe that has not ended by then (its device lost power) gives way to another. */
const PROBE_LEASE_MS = 10_000;

const SEND: Admission = { kind: 'send' };

/**
 * Closed: everything leaves. Open: nothing does, until `untilMs`. Half-open: one probe is out, and has until `untilMs` to
 * end. Ends are not told apart: an attempt that left before the breaker opened and ends while a probe is out speaks for
 * the probe.
 */
class Breaker implements PolicyMemory {
  #state: 'closed' | 'open' | 'half-open' = 'closed';
  #failuresInARow = 0;
  #untilMs = 0;
  readonly #held = new Set<() => void>();

  admit({ nowMs, wake }: AdmissionRequest): Admission {
    if (this.#state === 'closed') return SEND;
    const forMs = timeLeftMs(this.#untilMs, nowMs);
    if (forMs === 0) {
      this.#state = 'half-open';
      this.#untilMs = nowMs + PROBE_LEASE_MS;
      return SEND;
    }
    // Also until the end of a lease, since nobody wakes for a probe that never ends.
    if (this.#state === 'half-open') this.#held.add(wake);
    return { kind: 'hold', forMs };
  }

  ended({ nowMs, failed }: AttemptEnd): void {
    if (!failed) {
      this.#failuresInARow = 0;
      if (this.#state === 'half-open') this.#become('closed');
      return;
    }
    this.#failuresInARow += 1;
    const opens = this.#state === 'closed' && this.#failuresInARow >= FAILURES_IN_A_ROW_MAX;
    if (!opens && this.#state !== 'half-open') return;
    this.#untilMs = nowMs + OPEN_MS;
    this.#become('open');
  }

  #become(state: 'closed' | 'open'): void {
    this.#state = state;
    if (this.#held.size === 0) return;
    const held = [...this.#held];
    // First: who is woken asks at once, and may have to wait again.
    this.#held.clear();
    for (const wake of held) wake();
  }
}

/** While the probe is out all others wait for its end. What waits costs no retry. The lease of the probe is ours. */
export const circuitBreaker: PolicyDeclaration = {
  ...exponentialJitter,
  doc: 'delays of the default; after five failures in a row one probe each 10s',
  remembers: 'failures in a row: after 5 nothing leaves for 10s, then one probe',
  source: 'cockatiel ConsecutiveBreaker; opossum',
  unbounded: {
    why: 'holds readings back for as long as nothing gets through',
    heldMs: () => OPEN_MS + PROBE_LEASE_MS,
  },
  create: (settings) => ({
    ...exponentialJitter.create(settings),
    memory: 'process',
    remember: () => new Breaker(),
  }),
};
