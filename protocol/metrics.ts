import * as z from 'zod';

const count = z.int().min(0);

/**
 * `GET /metrics` as JSON. `received_total` counts every request to the ingest path and is always the exact sum
 * of the outcomes below it plus `in_progress`.
 */
export const metricsSchema = z.object({
  received_total: count,
  accepted_total: count,
  duplicates_total: count,
  rejected_total: count,
  transient_503_total: count,
  rate_limited_total: count,
  aborted_total: count,
  errors_total: count,
  in_progress: count,
  idempotency_entries: count,
  idempotency_entries_peak: count,
  idempotency_entries_max: count,
});

export type Metrics = Readonly<z.infer<typeof metricsSchema>>;
