import { batchItems, resultsIn } from '../../../protocol/index.ts';
import { USUAL_WORDS } from './answer-words.ts';
import type { Carried, Dialect } from './dialect.ts';
import { itemAnswers } from './item-answers.ts';
import { valueAt } from './json-pointer.ts';
import { petrelMessage } from './petrel-dialect.ts';

/**
 * A list of messages as our own device sends them, or `{ readings: [...] }`. An answer with `{ results: [...] }` says of
 * each, in their order or by `sequence_id`, with which `status` it was taken or refused.
 */
export const BATCH: Dialect = {
  name: 'batch',
  words: USUAL_WORDS,
  echoes: false,
  read({ json }) {
    const items = batchItems(json);
    const carried: Carried[] = [];
    for (const item of items ?? [json]) {
      const message = petrelMessage(item);
      if (message !== null) carried.push(items === null ? message : { ...message, isListed: true });
    }
    // One bad item is the edge's to refuse.
    return carried.length === 0 ? null : carried;
  },
  results(answer, status, carried) {
    const results = resultsIn(answer.json);
    if (results === undefined) return null;
    const entries = results.map((result: unknown) => ({
      reading: valueAt(result, ['sequence_id']),
      status: valueAt(result, ['status']),
    }));
    return itemAnswers(entries, status, carried);
  },
};

/** The same between our own device and edge: only a result that names its reading acknowledges it. */
export const OWN_BATCH: Dialect = { ...BATCH, echoes: true };
