import type { RateLimits } from '../../lists/rate-limiter.ts';
import type { ServiceLimits } from '../../lists/service-queue.ts';
import type { ErrorSettings } from './gateway-errors.ts';
import type { RetryAfterForm } from './gateway-retry-after.ts';

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
  readonly rateLimit: RateLimits | null;
  readonly slow: SlowSettings;
  readonly contention: (Asking & Range) | null;
}

/** The part of the `edge` section that is played in front of every edge. */
export interface FrontSettings {
  readonly errors: ErrorSettings | null;
  readonly retryAfter: { readonly form: RetryAfterForm } | null;
}

/** What the edge itself is told of its section. */
export function toldTheEdge<Settings extends FrontSettings>(
  settings: Settings,
): Omit<Settings, keyof FrontSettings> {
  const { errors: _, retryAfter: __, ...told } = settings;
  return told;
}
