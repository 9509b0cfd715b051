import type { LogLevel } from '../../ports/index.ts';
import { NUMBER_TAKEN } from '../../protocol/index.ts';
import type { ProblemStatus } from './problem.ts';
import { retryAfter } from './retry-after.ts';

export interface Refusal {
  readonly status: ProblemStatus;
  /** The line in the log. */
  readonly event: string;
  /** One sentence for a person; '' where each request has its own. */
  readonly detail: string;
  /** `reason` of the line, where the event alone does not say it. */
  readonly reason?: string;
  /** `warn` without one. */
  readonly level?: LogLevel;
  readonly headers?: Readonly<Record<string, string>>;
}

type Rest = Omit<Refusal, 'status' | 'event' | 'detail'>;

function refusal(status: ProblemStatus, event: string, detail: string, rest: Rest = {}): Refusal {
  return { status, event, detail, ...rest };
}

/** Whoever is refused for now may come back after this. */
const SOON = { headers: retryAfter(1000) };
const FAILING = { level: 'error', ...SOON } as const;
/** Expected wherever delivery is at least once: no reason to wake anybody. */
const EXPECTED = { level: 'info' } as const;
const OVERLOADED = 'This edge is overloaded.';

/** Every answer that is not a 200, under its label of a metric: the set is fixed and small. */
export const REFUSALS = {
  not_found: refusal(404, 'request_refused', 'There is nothing at this path.', { reason: 'not_found' }),
  bad_path: refusal(400, 'request_refused', 'The path is not a valid one.', { reason: 'bad_path' }),
  method_not_allowed: refusal(405, 'request_refused', '', { reason: 'method_not_allowed' }),
  malformed_request: refusal(400, 'request_refused', 'This is no valid HTTP.', {
    reason: 'malformed_request',
  }),
  ambiguous_request: refusal(400, 'request_refused', '', { reason: 'ambiguous_request' }),
  request_timeout: refusal(408, 'request_refused', 'The request took too long to arrive.', {
    reason: 'request_timeout',
  }),
  expectation_failed: refusal(417, 'request_refused', 'The only expectation that is met is 100-continue.', {
    reason: 'expectation_failed',
  }),
  headers_too_large: refusal(431, 'request_refused', 'The headers are too large.', {
    reason: 'headers_too_large',
  }),
  too_many_headers: refusal(431, 'request_refused', '', { reason: 'too_many_headers' }),
  overloaded: refusal(503, 'overloaded', OVERLOADED, SOON),
  store_away: refusal(503, 'request_refused', 'The store of this edge is away.', {
    reason: 'store_away',
    ...SOON,
  }),
  not_here: refusal(403, 'auth_refused', 'This is shown on the machine of the edge only.', {
    reason: 'not_here',
  }),
  unauthenticated: refusal(401, 'auth_refused', 'This edge wants the key of a device.', {
    reason: 'unauthenticated',
    headers: { 'www-authenticate': 'Bearer realm="petrel"' },
  }),
  revoked: refusal(403, 'auth_refused', 'This key is not good any more.', { reason: 'revoked' }),
  another_device: refusal(403, 'auth_refused', 'A device may speak for itself only.', {
    reason: 'another_device',
  }),
  bad_query: refusal(400, 'request_refused', '', { reason: 'bad_query' }),
  not_readable: refusal(501, 'request_refused', 'The store of this edge keeps no readings to give back.', {
    reason: 'not_readable',
  }),
  draining: refusal(503, 'request_refused', 'This edge is shutting down.', { reason: 'draining', ...SOON }),
  overload_probability: refusal(503, 'overload_simulated', OVERLOADED, { reason: 'probability' }),
  overload_capacity: refusal(503, 'overload_simulated', OVERLOADED, { reason: 'capacity' }),
  unsupported_media_type: refusal(415, 'validation_failed', '', { reason: 'unsupported_media_type' }),
  too_large: refusal(413, 'validation_failed', '', { reason: 'too_large' }),
  invalid_json: refusal(400, 'validation_failed', '', { reason: 'invalid_json' }),
  invalid_message: refusal(400, 'validation_failed', 'The message breaks the rules under `errors`.', {
    reason: 'invalid_message',
  }),
  rate_limited: refusal(429, 'rate_limited', 'Requests come too fast.'),
  in_progress: refusal(503, 'in_progress_refused', 'This reading is being stored; ask again.', SOON),
  duplicate: refusal(409, 'duplicate_detected', 'This reading was stored before.', EXPECTED),
  conflict: refusal(422, 'conflict_detected', NUMBER_TAKEN),
  contention: refusal(
    503,
    'contention_simulated',
    'Another reading was written meanwhile; send this one again.',
  ),
  store_full: refusal(503, 'store_full', 'There is no room for this reading now.', FAILING),
  store_failed: refusal(503, 'store_failed', 'The reading could not be stored; send it again.', FAILING),
  fault: refusal(500, 'unexpected_error', 'Something went wrong in this edge.', { level: 'error' }),
};

export type Reason = keyof typeof REFUSALS;
