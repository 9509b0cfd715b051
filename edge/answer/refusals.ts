import type { LogLevel } from '../../ports/index.ts';
import type { ProblemStatus } from './problem.ts';

export interface Refusal {
  readonly status: ProblemStatus;
  /** The line of the log. */
  readonly event: string;
  /** `reason` of that line, where the event alone does not say it. */
  readonly reason?: string;
  /** `warn` without one. */
  readonly level?: LogLevel;
}

/** Every answer that is not a 200, under what it is called as the label of a metric: the set is fixed and small. */
export const REFUSALS = {
  not_found: { status: 404, event: 'request_refused', reason: 'not_found' },
  bad_path: { status: 400, event: 'request_refused', reason: 'bad_path' },
  method_not_allowed: { status: 405, event: 'request_refused', reason: 'method_not_allowed' },
  draining: { status: 503, event: 'request_refused', reason: 'draining' },
  overload_probability: { status: 503, event: 'overload_simulated', reason: 'probability' },
  overload_capacity: { status: 503, event: 'overload_simulated', reason: 'capacity' },
  unsupported_media_type: { status: 415, event: 'validation_failed', reason: 'unsupported_media_type' },
  too_large: { status: 413, event: 'validation_failed', reason: 'too_large' },
  invalid_json: { status: 400, event: 'validation_failed', reason: 'invalid_json' },
  invalid_message: { status: 400, event: 'validation_failed', reason: 'invalid_message' },
  rate_limited: { status: 429, event: 'rate_limited' },
  in_progress: { status: 503, event: 'in_progress_refused' },
  // Expected wherever delivery is at least once: no reason to wake anybody.
  duplicate: { status: 409, event: 'duplicate_detected', level: 'info' },
  conflict: { status: 422, event: 'conflict_detected' },
  contention: { status: 503, event: 'contention_simulated' },
  store_full: { status: 503, event: 'store_full', level: 'error' },
  store_failed: { status: 503, event: 'store_failed', level: 'error' },
  fault: { status: 500, event: 'unexpected_error', level: 'error' },
} as const satisfies Record<string, Refusal>;

export type Reason = keyof typeof REFUSALS;
