import { readsResultsAs } from './other-results.ts';

/** One bad reading, and the whole batch is taken for bad. */
export const throwsABatchAway = readsResultsAs((results) =>
  results.some(({ status }) => status === 400) ? results.map((one) => ({ ...one, status: 400 })) : results,
);
