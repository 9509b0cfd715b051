/** How a request to the ingest path can end: each ends in exactly one of these counters. */
export type Outcome =
  | 'accepted_total'
  | 'duplicates_total'
  | 'rejected_total'
  | 'transient_503_total'
  | 'rate_limited_total'
  | 'aborted_total'
  | 'errors_total';
