import type { NetworkSettings } from '../net/network-settings.ts';
import { DEFAULT_POLICY_NAME } from './policy-name.ts';
import type { DeviceSettings, EdgeSettings, FleetSettings } from './scenario.ts';

/**
 * What a scenario does not say. Every fault is off: a run shows only what its file (or a flag) asks for. Probabilities
 * stand beside lengths that make sense once the probability is raised.
 */
export const FLEET_DEFAULTS: FleetSettings = {
  devices: 1,
  perProcess: 1,
  intervalMs: 3_000,
  start: 'staggered',
  arrivals: 'regular',
};

export const DEVICE_DEFAULTS: DeviceSettings = {
  timeoutMs: 5_000,
  inFlightMax: 4,
  outbox: { limit: 10_000, overflow: 'drop-oldest' },
  policy: {
    name: DEFAULT_POLICY_NAME,
    baseMs: 1_000,
    factor: 2,
    capMs: 30_000,
    jitterRatio: 0.5,
    retries: 5,
  },
  retryAfterMaxMs: 60_000,
  acknowledge: 'echo',
  drop: { probability: 0 },
  jitter: { probability: 0, maxMs: 2_000 },
  duplicate: { probability: 0 },
  invalid: { probability: 0 },
};

export const NETWORK_DEFAULTS: NetworkSettings = {
  latency: { distribution: 'uniform', minMs: 20, maxMs: 80 },
  loss: { probability: 0 },
  answerLoss: { probability: 0 },
  burstLoss: null,
  jitter: { probability: 0, maxMs: 500 },
  duplicate: { probability: 0, minMs: 0, maxMs: 1_000 },
  reorder: { probability: 0, minMs: 100, maxMs: 1_000 },
  corrupt: { probability: 0 },
  reset: { probability: 0 },
  bandwidth: null,
  partition: null,
};

export const EDGE_DEFAULTS: EdgeSettings = {
  overload: { probability: 0, retryAfterMs: 1_000 },
  capacity: null,
  rateLimit: null,
  slow: { probability: 0, minMs: 500, maxMs: 2_000, stage: 'before-commit' },
  contention: null,
  dedupe: { ttlMs: 300_000, limit: 100_000 },
  bodyBytesMax: 16_384,
};

/** The parts of a fault that is null by default, once it is turned on; what has no sensible default must be said. */
export const TURNED_ON = {
  burstLoss: { goodMeanMs: 30_000, badMeanMs: 3_000, goodLoss: 0, badLoss: 1 },
  partition: { mode: 'both', devices: 'all' },
  capacity: { concurrency: 1, queueLimit: 50, service: 'exponential', retryAfterMs: 2_000 },
  rateLimit: { burst: 10 },
  contention: { minMs: 10, maxMs: 50, retryAfterMs: null },
} as const;

export const LIMIT_DEFAULTS = {
  events: 50_000_000,
  wallMs: 300_000,
  openExchanges: 10_000,
  /** Beyond the end of the drain: room to read the last metrics, and no more. */
  virtualSlackMs: 600_000,
} as const;

/** Added to the retry horizon for the default of `drain.within`: room for what waited in outboxes and queues. */
export const DRAIN_SLACK_MS = 30_000;
