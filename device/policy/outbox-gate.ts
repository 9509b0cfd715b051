import type { Admission, AdmissionRequest, AttemptEnd, PolicyMemory } from '../../ports/index.ts';
import { timeLeftMs } from './time-left.ts';

const SEND: Admission = { kind: 'send' };
const HOLD_UNTIL_WOKEN: Admission = { kind: 'hold', forMs: null };

export interface OutboxGateOptions {
  /** How long the outbox pauses after so many pauses in a row, by a uniform on [0, 1). */
  readonly pauseMs: (pauses: number, uniform: number) => number;
  /** Whether a failed attempt says that nothing gets through; one that does not says neither. */
  readonly isSignOfOutage: (end: AttemptEnd) => boolean;
  /** So many signs without a success between them make it pause; 1 or more. */
  readonly signsOfOutage: number;
  /** From one reading to the next after the pause. */
  readonly drainIntervalMs: number;
}

/**
 * The outbox of one device as a whole. Flowing: all may leave. Paused: nothing does until `untilMs`, and until what had
 * left before has ended, so that the next end is the probe's. Probing: one attempt is out. Draining: all may leave,
 * but not before `untilMs` each.
 */
export class OutboxGate implements PolicyMemory {
  readonly #options: OutboxGateOptions;
  #state: 'flowing' | 'paused' | 'probing' | 'draining' = 'flowing';
  #untilMs = 0;
  #pausesInARow = 0;
  #signsInARow = 0;
  #inFlight = 0;
  #wake: (() => void) | null = null;

  constructor(options: OutboxGateOptions) {
    this.#options = options;
  }

  admit(request: AdmissionRequest): Admission {
    const forMs = timeLeftMs(this.#untilMs, request.nowMs);
    switch (this.#state) {
      case 'flowing':
        break;
      case 'probing':
        return this.#holdUntilWoken(request);
      case 'paused':
        if (forMs > 0) return { kind: 'hold', forMs };
        if (this.#inFlight > 0) return this.#holdUntilWoken(request);
        this.#state = 'probing';
        break;
      case 'draining':
        if (forMs > 0) return { kind: 'hold', forMs };
        this.#untilMs = Math.max(this.#untilMs, request.nowMs) + this.#options.drainIntervalMs;
        if (request.waiting === 0) this.#state = 'flowing';
        break;
    }
    this.#inFlight += 1;
    return SEND;
  }

  ended(end: AttemptEnd): void {
    this.#inFlight -= 1;
    if (this.#state !== 'paused') this.#look(end);
    const wake = this.#inFlight === 0 ? this.#wake : null;
    if (wake === null) return;
    // First: who is woken asks at once, and may have to wait again.
    this.#wake = null;
    wake();
  }

  #look(end: AttemptEnd): void {
    if (end.failed && this.#options.isSignOfOutage(end)) {
      this.#signsInARow += 1;
      if (this.#state === 'probing' || this.#signsInARow >= this.#options.signsOfOutage) this.#pause(end);
      return;
    }
    // Whoever fails in another way is there: that ends an outage, and proves no more.
    if (!end.failed) this.#pausesInARow = 0;
    this.#signsInARow = 0;
    if (this.#state === 'probing') {
      this.#state = 'draining';
      this.#untilMs = end.nowMs + this.#options.drainIntervalMs;
    }
  }

  #pause(end: AttemptEnd): void {
    this.#state = 'paused';
    this.#untilMs = end.nowMs + this.#options.pauseMs(this.#pausesInARow, end.uniform());
    this.#pausesInARow += 1;
  }

  #holdUntilWoken({ wake }: AdmissionRequest): Admission {
    this.#wake = wake;
    return HOLD_UNTIL_WOKEN;
  }
}
