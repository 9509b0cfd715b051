import { exponentialDelayMs } from './exponential.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import type { PolicySettings } from './policy-settings.ts';
import type { Admission, AdmissionRequest, AttemptEnd, PolicyMemory } from '../../ports/index.ts';
import { risingDelay } from './rising-delay.ts';
import { timeLeftMs } from './time-left.ts';

/** A policy that never gives up can afford to wait longer than the others: the cap is at least this. */
const CAP_MS_MIN = 60_000;
/** 10 readings a second. */
const DRAIN_INTERVAL_MS = 100;

const SEND: Admission = { kind: 'send' };
const HOLD_UNTIL_WOKEN: Admission = { kind: 'hold', forMs: null };

type Growth = Pick<PolicySettings, 'baseMs' | 'factor' | 'capMs'>;

function growthOf({ baseMs, factor, capMs }: PolicySettings): Growth {
  return { baseMs, factor, capMs: Math.max(CAP_MS_MIN, capMs) };
}

/**
 * The outbox of one device as a whole. Flowing: all may leave. Paused: nothing does until `untilMs`, and until what had
 * left before has ended, so that the next end is the probe's. Probing: one attempt is out. Draining: all may leave,
 * but not before `untilMs` each.
 */
class OutboxGate implements PolicyMemory {
  readonly #growth: Growth;
  #state: 'flowing' | 'paused' | 'probing' | 'draining' = 'flowing';
  #untilMs = 0;
  #failuresInARow = 0;
  #inFlight = 0;
  #wake: (() => void) | null = null;

  constructor(growth: Growth) {
    this.#growth = growth;
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
        this.#untilMs = Math.max(this.#untilMs, request.nowMs) + DRAIN_INTERVAL_MS;
        if (request.waiting === 0) this.#state = 'flowing';
        break;
    }
    this.#inFlight += 1;
    return SEND;
  }

  ended(end: AttemptEnd): void {
    this.#inFlight -= 1;
    if (end.failed) {
      if (this.#state !== 'paused') this.#pause(end);
    } else if (this.#state !== 'paused') {
      this.#failuresInARow = 0;
      if (this.#state === 'probing') {
        this.#state = 'draining';
        this.#untilMs = end.nowMs + DRAIN_INTERVAL_MS;
      }
    }
    const wake = this.#inFlight === 0 ? this.#wake : null;
    if (wake === null) return;
    // First: who is woken asks at once, and may have to wait again.
    this.#wake = null;
    wake();
  }

  #pause(end: AttemptEnd): void {
    this.#state = 'paused';
    this.#untilMs = end.nowMs + end.uniform() * exponentialDelayMs(this.#growth, this.#failuresInARow);
    this.#failuresInARow += 1;
  }

  #holdUntilWoken({ wake }: AdmissionRequest): Admission {
    this.#wake = wake;
    return HOLD_UNTIL_WOKEN;
  }
}

/** After the pause one probe leaves; if it fails, the next pause begins. The rate of the drain is ours. */
export const storeAndForward: PolicyDeclaration = {
  doc: 'never gives up: the outbox pauses as a whole, then drains at a bounded rate',
  formula: 'u·E, E = min(C, b·f^k)',
  jitter: 'after the cap',
  remembers:
    'the outbox: pauses as a whole after a failure (full jitter), then one probe, then drains at 10/s',
  source: 'Prometheus remote write; Vector',
  parameters: ['baseMs', 'factor', 'capMs'],
  defaults: 'b 1s, f 2, C 60s (the cap that is set, when longer), no end of retries',
  unbounded: {
    why: 'never gives up',
    // The longest delay of one reading, the longest pause, a probe that is answered late, then what waits.
    heldMs: (settings, { timeoutMs, waitingMax }) =>
      2 * (growthOf(settings).capMs + timeoutMs) + waitingMax * DRAIN_INTERVAL_MS,
  },
  create(settings) {
    const growth = growthOf(settings);
    return {
      retriesMax: Infinity,
      memory: 'device',
      ...risingDelay((retryIndex, uniform) => uniform * exponentialDelayMs(growth, retryIndex)),
      remember: () => new OutboxGate(growth),
    };
  },
};
