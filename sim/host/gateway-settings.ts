import type { RateLimit } from '../../lists/rate-limiter.ts';
import type { ServiceLimits } from '../../lists/service-queue.ts';

interface Asking {
  /** What the Retry-After of a refusal asks for; null: there is none. */
  readonly retryAfterMs: number | null;
}

interface Range {
  readonly minMs: number;
  readonly maxMs: number;
}

export interface SlowSettings extends Range {
  readonly probability: number;
  readonly stage: 'before-commit' | 'after-commit';
}

/** The part of the `edge` section that is played in front of an edge that does not know it. What is null is off. */
export interface GatewaySettings {
  readonly overload: Asking & { readonly probability: number };
  readonly capacity: (Asking & ServiceLimits) | null;
  readonly rateLimit: RateLimit | null;
  readonly slow: SlowSettings;
  readonly contention: (Asking & Range) | null;
}
