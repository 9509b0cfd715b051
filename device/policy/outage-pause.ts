import type { AttemptEnd, PolicyMemory, RetryPolicy } from '../../ports/index.ts';
import { exponentialDelayMs } from './exponential.ts';
import { OutboxGate } from './outbox-gate.ts';
import type { PolicySettings } from './policy-settings.ts';

/** One attempt may be lost, and two; that all of several are says something. */
const SIGNS_OF_OUTAGE = 3;

/** Also a policy without delays must not ask without a pause whether the edge is back. */
const PAUSE_MS_MIN = 20;

/** How seldom a probe leaves at last, unless the cap that is set is longer. */
const PAUSE_MS_MAX = 60_000;

/** Whoever answers so is an edge that is there, and would rather be asked later. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 500, 503]);

/** No answer, or one that is not the edge's: of a proxy with nobody behind it, of an ingress, of a portal. */
function isSignOfOutage({ status }: AttemptEnd): boolean {
  return status === null || !BUSY.has(status);
}

/**
 * A policy under which the outbox pauses as a whole while nothing gets through: one attempt leaves at a time, ever more
 * seldom, and what waits uses up none of its retries. What has gathered drains at so many a second. The policy goes on to
 * say when each reading is tried again.
 */
export class OutagePause implements RetryPolicy {
  readonly name: string;
  readonly retriesMax: number;
  readonly memory = 'device';
  readonly handlesRetryAfter?: true;
  readonly delayMs: RetryPolicy['delayMs'];
  readonly delayBoundsMs: RetryPolicy['delayBoundsMs'];
  readonly #policy: RetryPolicy;
  readonly #growth: PolicySettings;
  readonly #drainPerSecond: number;

  constructor(policy: RetryPolicy, growth: PolicySettings, drainPerSecond: number) {
    this.name = policy.name;
    this.retriesMax = policy.retriesMax;
    if (policy.handlesRetryAfter !== undefined) this.handlesRetryAfter = policy.handlesRetryAfter;
    this.delayMs = (...of) => policy.delayMs(...of);
    this.delayBoundsMs = (...of) => policy.delayBoundsMs(...of);
    this.#policy = policy;
    const { baseMs, capMs } = growth;
    this.#growth = {
      ...growth,
      baseMs: Math.max(PAUSE_MS_MIN, baseMs),
      capMs: Math.max(PAUSE_MS_MAX, capMs),
    };
    this.#drainPerSecond = drainPerSecond;
  }

  remember(): PolicyMemory {
    const gate = new OutboxGate({
      pauseMs: (pauses, uniform) => uniform * exponentialDelayMs(this.#growth, pauses),
      isSignOfOutage,
      signsOfOutage: SIGNS_OF_OUTAGE,
      drainIntervalMs: 1_000 / this.#drainPerSecond,
    });
    const own = this.#policy.remember?.();
    return own === undefined ? gate : jointly(gate, own);
  }
}

/** The policy's own memory is asked first: what it keeps back never gets to the gate. */
function jointly(gate: OutboxGate, own: PolicyMemory): PolicyMemory {
  return {
    admit(request) {
      const admission = own.admit?.(request) ?? { kind: 'send' };
      return admission.kind === 'send' ? gate.admit(request) : admission;
    },
    ended(end) {
      own.ended?.(end);
      gate.ended(end);
    },
    mayRetry: (end) => own.mayRetry?.(end) ?? true,
  };
}
