/** The promises that every run is checked for, in the order in which reports print them. */
export const INVARIANT_NAMES = [
  'accepted-once',
  'acknowledged-means-stored',
  'nothing-invented',
  'every-reading-accounted-for',
  'no-retry-after-permanent',
  'retry-budget',
  'metrics-reconcile',
  'drains-after-heal',
  'memory-bounded',
] as const;

export type InvariantName = (typeof INVARIANT_NAMES)[number];
