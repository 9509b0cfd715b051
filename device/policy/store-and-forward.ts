import type { PolicySettings } from './policy-settings.ts';
import { exponentialDelayMs } from './exponential.ts';
import type {
  Admission,
  AdmissionRequest,
  AttemptEnd,
  PolicyMemory,
  RetryPolicy,
} from '../../ports/index.ts';
import { timeLeftMs } from './time-left.ts';

/** A policy that never gives up can afford to wait longer than the others: the cap is at least this. */
const CAP_MS_MIN = 60_000;
/** 10 readings a second. */
const DRAIN_INTERVAL_MS = 100;

const SEND: Admission = { kind: 'send' };
const HOLD_UNTIL_WOKEN: Admission = { kind: 'hold', forMs: null };

type Growth = Pick<PolicySettings, 'baseMs' | 'factor' | 'capMs'>;

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

/**
 * Never gives up. Delay before retry k: u·E_k with E_k = min(C, b·f^k) and C = 60 s, or the cap of the settings when that
 * is longer; the jitter comes after the cap. Memory is the device's: after a failure nothing of its outbox leaves for
 * u·E_n, n being the failures in a row before it; then one probe does. If it fails, the next pause begins; if it
 * succeeds, the outbox drains at 10 readings a second until nothing waits. Source: Prometheus remote write and Vector,
 * which stop the whole queue and try one request; the rate of the drain is ours.
 */
export function storeAndForward({ baseMs, factor, capMs }: PolicySettings): RetryPolicy {
  const growth: Growth = { baseMs, factor, capMs: Math.max(CAP_MS_MIN, capMs) };
  return {
    name: 'store-and-forward',
    retriesMax: Infinity,
    memory: 'device',
    delayMs: (retryIndex, uniform) => uniform * exponentialDelayMs(growth, retryIndex),
    delayBoundsMs: (retryIndex) => ({ min: 0, max: exponentialDelayMs(growth, retryIndex) }),
    remember: () => new OutboxGate(growth),
  };
}
