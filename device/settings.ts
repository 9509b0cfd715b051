import * as z from 'zod';

/** How the delay between attempts is computed. Each policy uses what its formula names. */
export interface PolicySettings {
  readonly name: string;
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number;
  /** ± share of the delay, 0 to 1. */
  readonly jitterRatio: number;
  /** Retries after the first attempt. */
  readonly retries: number;
}

export type OverflowPolicy = 'drop-oldest' | 'drop-newest' | 'block';

/** Everything that can be set on a device. Times are milliseconds, probabilities 0 to 1. */
export interface DeviceSettings {
  readonly timeoutMs: number;
  /** Requests open at once. A reading in backoff has none open, so it takes none of these places. */
  readonly inFlightMax: number;
  /** Readings that may wait at once, those in flight and in backoff included. */
  readonly outbox: { readonly limit: number; readonly overflow: OverflowPolicy };
  readonly policy: PolicySettings;
  /** A Retry-After above this is clamped to it. */
  readonly retryAfterMaxMs: number;
  /** `echo`: a 2xx counts when its body names the reading; `status`: any 2xx does. */
  readonly acknowledge: 'echo' | 'status';
  /** Simulated instabilities of the agent itself; off in production. */
  readonly drop: { readonly probability: number };
  readonly jitter: { readonly probability: number; readonly maxMs: number };
  readonly duplicate: { readonly probability: number };
  readonly invalid: { readonly probability: number };
}

export const DEFAULT_DEVICE_SETTINGS: DeviceSettings = {
  timeoutMs: 5_000,
  inFlightMax: 4,
  outbox: { limit: 10_000, overflow: 'drop-oldest' },
  policy: {
    name: 'exponential-jitter',
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

const defaults = DEFAULT_DEVICE_SETTINGS;
const probability = z.number().min(0).max(1);
const durationMs = z.number().min(0);
const withProbability = (value: number) => z.strictObject({ probability: probability.default(value) });

/** Timers of Node and of browsers fire at once when asked for more than 2^31 − 1 ms. */
const TIMER_MS_MAX = 2 ** 31 - 1;

const policySettingsSchema = z
  .strictObject({
    name: z.string().default(defaults.policy.name),
    baseMs: durationMs.default(defaults.policy.baseMs),
    factor: z.number().min(1).default(defaults.policy.factor),
    capMs: durationMs.max(TIMER_MS_MAX).default(defaults.policy.capMs),
    jitterRatio: z.number().min(0).max(1).default(defaults.policy.jitterRatio),
    retries: z.int().min(0).default(defaults.policy.retries),
  })
  .refine((policy) => policy.baseMs <= policy.capMs, {
    path: ['baseMs'],
    message: 'must not be above capMs',
  });

/** Fills in the defaults for what is left out; refuses unknown keys. */
export const deviceSettingsSchema = z.strictObject({
  timeoutMs: z.number().positive().max(TIMER_MS_MAX).default(defaults.timeoutMs),
  inFlightMax: z.int().min(1).default(defaults.inFlightMax),
  outbox: z
    .strictObject({
      limit: z.int().min(1).default(defaults.outbox.limit),
      overflow: z.enum(['drop-oldest', 'drop-newest', 'block']).default(defaults.outbox.overflow),
    })
    .prefault({}),
  policy: policySettingsSchema.prefault({}),
  retryAfterMaxMs: durationMs.max(TIMER_MS_MAX).default(defaults.retryAfterMaxMs),
  acknowledge: z.enum(['echo', 'status']).default(defaults.acknowledge),
  drop: withProbability(defaults.drop.probability).prefault({}),
  jitter: z
    .strictObject({
      probability: probability.default(defaults.jitter.probability),
      maxMs: durationMs.max(TIMER_MS_MAX).default(defaults.jitter.maxMs),
    })
    .prefault({}),
  duplicate: withProbability(defaults.duplicate.probability).prefault({}),
  invalid: withProbability(defaults.invalid.probability).prefault({}),
}) satisfies z.ZodType<DeviceSettings>;

/** @throws {Error} that names every wrong setting, its path and what is allowed. */
export function parseDeviceSettings(input: unknown): DeviceSettings {
  const result = deviceSettingsSchema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`,
  );
  throw new Error(`The device settings are not valid:\n${problems.join('\n')}`);
}
