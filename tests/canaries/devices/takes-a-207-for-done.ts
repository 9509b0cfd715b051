import { readsResultsAs } from './other-results.ts';

/** An answer to a batch is an answer: what was refused for now is not sent again. */
export const takesA207ForDone = readsResultsAs((results) =>
  results.map((one) => (one['status'] === 429 || one['status'] === 503 ? { ...one, status: 200 } : one)),
);
