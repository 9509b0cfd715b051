import * as z from 'zod';

/** A count, with what it counts for whoever scrapes it. */
function count(help: string) {
  return z.int().min(0).describe(help);
}

const outcomes = z.object({
  accepted_total: count('Readings stored (200)'),
  duplicates_total: count('Readings that were stored before (409)'),
  rejected_total: count('Requests refused for good (400, 405, 413, 415, 422)'),
  transient_503_total: count('Requests refused for now (503)'),
  rate_limited_total: count('Requests over the rate of their device (429)'),
  aborted_total: count('Requests whose connection ended before their body'),
  errors_total: count('Faults in the edge itself (500)'),
});

/** How a request to the ingest path can end: each ends in exactly one of these counters. */
export type Outcome = keyof z.infer<typeof outcomes>;

export const OUTCOMES: readonly Outcome[] = outcomes.keyof().options;

/** The outcome of a request that is answered with this status. */
export function outcomeOf(status: number): Exclude<Outcome, 'aborted_total'> {
  if (status < 300) return 'accepted_total';
  if (status === 409) return 'duplicates_total';
  if (status === 429) return 'rate_limited_total';
  if (status === 503) return 'transient_503_total';
  return status < 500 ? 'rejected_total' : 'errors_total';
}

/** One counter of each outcome, at zero. */
export function noOutcomes(): Record<Outcome, number> {
  return outcomes.parse(Object.fromEntries(OUTCOMES.map((name) => [name, 0])));
}

/**
 * `GET /metrics` as JSON. `received_total` counts every request to the ingest path and is always the exact sum
 * of the outcomes below it plus `in_progress`.
 */
export const metricsSchema = z.object({
  received_total: count('Requests to the ingest path; the sum of the outcomes and those in progress'),
  ...outcomes.shape,
  in_progress: count('Requests not yet answered'),
  idempotency_entries: count('Idempotency keys held'),
  idempotency_entries_peak: count('Most idempotency keys held at once'),
  idempotency_entries_max: count('Idempotency keys that may be held at once'),
});

export type Metrics = Readonly<z.infer<typeof metricsSchema>>;
