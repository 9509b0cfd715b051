import type { DeviceSet, NetworkSettings } from '../net/network-settings.ts';
import type { FaultName } from '../trace/event.ts';

/**
 * A scenario with every default filled in: below the loader nothing is optional. Times are milliseconds,
 * probabilities are 0 to 1. A fault that is off has probability 0, or is null where it has no probability.
 */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** How long faults last and readings are generated. */
  readonly durationMs: number;
  readonly fleet: FleetSettings;
  readonly device: DeviceSettings;
  readonly network: NetworkSettings;
  readonly edge: EdgeSettings;
  readonly timeline: readonly Window[];
  readonly drain: DrainSettings;
  readonly expect: Expectations;
  readonly limits: Limits;
}

export interface FleetSettings {
  readonly devices: number;
  /** Devices that run in one process, and so share what a policy remembers by process; 1: each has its own. */
  readonly perProcess: number;
  readonly intervalMs: number;
  /**
   * First reading: spread evenly over one interval (so that a further device moves no other), all at once, or at a
   * drawn instant of the first interval.
   */
  readonly start: 'staggered' | 'together' | 'random';
  /**
   * Further readings: one each interval exactly, or after exponentially distributed gaps of that mean (at least 1 ms,
   * since the timestamp tells the readings of a device apart). With `poisson` a random start is such a gap
   * too, so that the whole fleet is a Poisson process from its first moment on.
   */
  readonly arrivals: 'regular' | 'poisson';
}

export interface PolicySettings {
  readonly name: string;
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number;
  /** ± share of the delay, 0 to 1. */
  readonly jitterRatio: number;
  readonly retries: number;
}

export interface DeviceSettings {
  readonly timeoutMs: number;
  readonly inFlightMax: number;
  readonly outbox: { readonly limit: number; readonly overflow: 'drop-oldest' | 'drop-newest' | 'block' };
  readonly policy: PolicySettings;
  /** A Retry-After above this is clamped to it. */
  readonly retryAfterMaxMs: number;
  readonly acknowledge: 'echo' | 'status';
  /** Simulated instabilities of the agent itself. */
  readonly drop: { readonly probability: number };
  readonly jitter: { readonly probability: number; readonly maxMs: number };
  readonly duplicate: { readonly probability: number };
  readonly invalid: { readonly probability: number };
}

export interface EdgeSettings {
  /** Requests are shed with 503, independently; `retryAfterMs` null: without the header. */
  readonly overload: { readonly probability: number; readonly retryAfterMs: number | null };
  /** A server with a queue: beyond its limit 503. Null: unlimited. */
  readonly capacity: null | {
    readonly ratePerSecond: number;
    readonly concurrency: number;
    readonly queueLimit: number;
    readonly service: 'constant' | 'exponential';
    readonly retryAfterMs: number | null;
  };
  /** Token bucket for each device: beyond it 429. Null: unlimited. */
  readonly rateLimit: null | { readonly ratePerSecond: number; readonly burst: number };
  /** The edge takes its time, uniform on [minMs, maxMs), before or after it commits. */
  readonly slow: {
    readonly probability: number;
    readonly minMs: number;
    readonly maxMs: number;
    readonly stage: 'before-commit' | 'after-commit';
  };
  /**
   * Every reading is a write to one row under optimistic locking, with work uniform on [minMs, maxMs) between reading
   * and writing the row: whoever loses a race gets 503. Null: no row in common.
   */
  readonly contention: null | {
    readonly minMs: number;
    readonly maxMs: number;
    readonly retryAfterMs: number | null;
  };
  readonly dedupe: { readonly ttlMs: number; readonly limit: number };
  readonly bodyBytesMax: number;
}

/** A stretch of the faults phase in which some settings differ. */
export interface Window {
  readonly atMs: number;
  readonly forMs: number;
  readonly device: Partial<Pick<DeviceSettings, 'drop' | 'jitter' | 'duplicate' | 'invalid'>>;
  readonly network: Partial<NetworkSettings>;
  readonly edge: Partial<Pick<EdgeSettings, 'overload' | 'capacity' | 'rateLimit' | 'slow' | 'contention'>>;
  /** These devices crash at `atMs` and boot again at its end. */
  readonly reboot: null | { readonly devices: DeviceSet };
  /** The edge crashes at `atMs` and boots again at its end. */
  readonly restart: boolean;
}

export interface DrainSettings {
  /** Longest time after the faults phase in which all that is retriable must be resolved. */
  readonly withinMs: number;
}

export type FaultLevel = 'injected' | 'in-effect' | 'seen';

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** A bound on a metric of the run, by the names of `METRIC_NAMES`; shares are 0 to 1, times milliseconds. */
export interface ExpectedBound {
  readonly metric: string;
  readonly comparison: Comparison;
  readonly value: number;
  /** `value` is a multiple of this metric, as it is in the same run; null: `value` stands for itself. */
  readonly of: string | null;
}

/** How much a run does. A fleet, a length and an interval together say how many readings there are. */
export interface RunSize {
  readonly durationMs: number;
  readonly devices: number;
  readonly intervalMs: number;
}

export interface Expectations {
  /** The size that the rest was written for. In a run of another size part of it says nothing. */
  readonly writtenFor: RunSize;
  /** Each must be seen at least once at this level, or the scenario fails. */
  readonly faults: readonly { readonly fault: FaultName; readonly level: FaultLevel }[];
  readonly metrics: readonly ExpectedBound[];
  /** Invariants that this run breaks, with the reason; it fails if one of them does not show. */
  readonly violations: readonly { readonly invariant: string; readonly because: string }[];
}

export interface Limits {
  /** Calendar entries. */
  readonly events: number;
  /** Virtual time. */
  readonly virtualMs: number;
  /** Real time; the one limit whose outcome depends on the machine. */
  readonly wallMs: number;
  /** Exchanges open at the edge at once. */
  readonly openExchanges: number;
}
