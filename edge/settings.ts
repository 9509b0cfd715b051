import * as z from 'zod';

/** What the edge is told. Times are milliseconds, probabilities 0 to 1. */
export interface EdgeSettings {
  /** Requests are shed with 503, independently; `retryAfterMs` null: without the header. */
  readonly overload: { readonly probability: number; readonly retryAfterMs: number | null };
  /** A server with a queue: beyond its limit 503. Null: unlimited. */
  readonly capacity: null | CapacitySettings;
  /** Token bucket for each device: beyond it 429. Null: unlimited. */
  readonly rateLimit: null | RateLimitSettings;
  /** The edge takes its time, uniform on [minMs, maxMs), before or after it commits. */
  readonly slow: SlowSettings;
  /** Every reading is a write to one row under optimistic locking: whoever loses a race, 503. Null: no row in common. */
  readonly contention: null | ContentionSettings;
  /** How long a committed key is remembered, and how many keys at most. */
  readonly dedupe: { readonly ttlMs: number; readonly limit: number };
  /** A longer body is answered with 413. */
  readonly bodyBytesMax: number;
}

export interface CapacitySettings {
  /** Of each of the servers: the mean service time is its inverse. */
  readonly ratePerSecond: number;
  /** Servers that work side by side. */
  readonly concurrency: number;
  /** Requests that may wait for a server. */
  readonly queueLimit: number;
  /** Each service takes the mean, or an exponentially distributed time around it. */
  readonly service: 'constant' | 'exponential';
  readonly retryAfterMs: number | null;
}

export interface RateLimitSettings {
  /** Tokens that one device's bucket gains. */
  readonly ratePerSecond: number;
  /** Tokens that a full bucket holds. */
  readonly burst: number;
}

export interface SlowSettings {
  readonly probability: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly stage: 'before-commit' | 'after-commit';
}

export interface ContentionSettings {
  /** The work between reading the row and writing it is uniform on [minMs, maxMs). */
  readonly minMs: number;
  readonly maxMs: number;
  readonly retryAfterMs: number | null;
}

/** Production, apart from the overload of 10 %, which is there so that a client meets a 503 on its first day. */
export const DEFAULT_EDGE_SETTINGS: EdgeSettings = {
  overload: { probability: 0.1, retryAfterMs: 1000 },
  capacity: null,
  rateLimit: null,
  slow: { probability: 0, minMs: 0, maxMs: 0, stage: 'before-commit' },
  contention: null,
  dedupe: { ttlMs: 300_000, limit: 100_000 },
  bodyBytesMax: 16_384,
};

const probability = z.number().min(0, 'must be 0 to 1').max(1, 'must be 0 to 1');
const span = z.number().min(0, 'must be 0 or more milliseconds');
const rate = z.number().positive('must be above 0 per second');
const count = z.int().min(1, 'must be a whole number, 1 or more');

/** For settings that come in as `unknown`. Strict: an unknown key is an error. Throws `z.ZodError` from `parse`. */
export const edgeSettingsSchema: z.ZodType<EdgeSettings> = z.strictObject({
  overload: z.strictObject({ probability, retryAfterMs: span.nullable() }),
  capacity: z
    .strictObject({
      ratePerSecond: rate,
      concurrency: count,
      queueLimit: z.int().min(0, 'must be a whole number, 0 or more'),
      service: z.enum(['constant', 'exponential']),
      retryAfterMs: span.nullable(),
    })
    .nullable(),
  rateLimit: z
    .strictObject({ ratePerSecond: rate, burst: z.number().min(1, 'must be 1 or more') })
    .nullable(),
  slow: z
    .strictObject({
      probability,
      minMs: span,
      maxMs: span,
      stage: z.enum(['before-commit', 'after-commit']),
    })
    .refine((slow) => slow.minMs <= slow.maxMs, 'minMs must not be above maxMs'),
  contention: z
    .strictObject({ minMs: span, maxMs: span, retryAfterMs: span.nullable() })
    .refine((contention) => contention.minMs <= contention.maxMs, 'minMs must not be above maxMs')
    .nullable(),
  dedupe: z.strictObject({ ttlMs: z.number().positive('must be above 0 milliseconds'), limit: count }),
  bodyBytesMax: count,
});
