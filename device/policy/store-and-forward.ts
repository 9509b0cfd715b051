import { exponentialDelayMs } from './exponential.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import type { PolicySettings } from './policy-settings.ts';
import { OutboxGate } from './outbox-gate.ts';
import { risingDelay } from './rising-delay.ts';

/** A policy that never gives up can afford to wait longer than the others: the cap is at least this. */
const CAP_MS_MIN = 60_000;
/** 10 readings a second. */
const DRAIN_INTERVAL_MS = 100;

type Growth = Pick<PolicySettings, 'baseMs' | 'factor' | 'capMs'>;

function growthOf({ baseMs, factor, capMs }: PolicySettings): Growth {
  return { baseMs, factor, capMs: Math.max(CAP_MS_MIN, capMs) };
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
      remember: () =>
        new OutboxGate({
          pauseMs: (failures, uniform) => uniform * exponentialDelayMs(growth, failures),
          isSignOfOutage: () => true,
          signsOfOutage: 1,
          drainIntervalMs: DRAIN_INTERVAL_MS,
        }),
    };
  },
};
