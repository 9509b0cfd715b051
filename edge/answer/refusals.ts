import type { LogLevel } from '../../ports/index.ts';
import type { Outcome } from './outcome.ts';
import type { ProblemStatus } from './problem.ts';

export interface Refusal {
  readonly status: ProblemStatus;
  /** The counter in which a request to the ingest path ends. */
  readonly outcome: Outcome;
  readonly level: LogLevel;
  readonly event: string;
  /** `reason` of the log line, where the event alone does not say it. */
  readonly reason?: string;
}

/** Every answer that is not a 200: its status, its counter, its line in the log. */
export const REFUSALS = {
  not_found: {
    status: 404,
    outcome: 'rejected_total',
    level: 'warn',
    event: 'request_refused',
    reason: 'not_found',
  },
  bad_path: {
    status: 400,
    outcome: 'rejected_total',
    level: 'warn',
    event: 'request_refused',
    reason: 'bad_path',
  },
  method_not_allowed: {
    status: 405,
    outcome: 'rejected_total',
    level: 'warn',
    event: 'request_refused',
    reason: 'method_not_allowed',
  },
  draining: {
    status: 503,
    outcome: 'transient_503_total',
    level: 'warn',
    event: 'request_refused',
    reason: 'draining',
  },
  overload_probability: {
    status: 503,
    outcome: 'transient_503_total',
    level: 'warn',
    event: 'overload_simulated',
    reason: 'probability',
  },
  overload_capacity: {
    status: 503,
    outcome: 'transient_503_total',
    level: 'warn',
    event: 'overload_simulated',
    reason: 'capacity',
  },
  unsupported_media_type: {
    status: 415,
    outcome: 'rejected_total',
    level: 'warn',
    event: 'validation_failed',
    reason: 'unsupported_media_type',
  },
  too_large: {
    status: 413,
    outcome: 'rejected_total',
    level: 'warn',
    event: 'validation_failed',
    reason: 'too_large',
  },
  invalid_json: {
    status: 400,
    outcome: 'rejected_total',
    level: 'warn',
    event: 'validation_failed',
    reason: 'invalid_json',
  },
  invalid_message: {
    status: 400,
    outcome: 'rejected_total',
    level: 'warn',
    event: 'validation_failed',
    reason: 'invalid_message',
  },
  rate_limited: { status: 429, outcome: 'rate_limited_total', level: 'warn', event: 'rate_limited' },
  in_progress: { status: 503, outcome: 'transient_503_total', level: 'warn', event: 'in_progress_refused' },
  // Expected wherever delivery is at least once: no reason to wake anybody.
  duplicate: { status: 409, outcome: 'duplicates_total', level: 'info', event: 'duplicate_detected' },
  conflict: { status: 422, outcome: 'rejected_total', level: 'warn', event: 'conflict_detected' },
  contention: { status: 503, outcome: 'transient_503_total', level: 'warn', event: 'contention_simulated' },
  store_full: { status: 503, outcome: 'transient_503_total', level: 'error', event: 'store_full' },
  store_failed: { status: 503, outcome: 'transient_503_total', level: 'error', event: 'store_failed' },
  fault: { status: 500, outcome: 'errors_total', level: 'error', event: 'unexpected_error' },
} as const satisfies Record<string, Refusal>;

/** Also the label of a metric: the set is fixed and small. */
export type Reason = keyof typeof REFUSALS;

function isReason(name: string): name is Reason {
  return Object.hasOwn(REFUSALS, name);
}

export const REASONS: readonly Reason[] = Object.keys(REFUSALS).filter(isReason);
