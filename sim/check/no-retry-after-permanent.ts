import { IntervalSet, isPermanent } from '../ledger/index.ts';
import type { Invariant } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { instant } from './words.ts';

/** 409 and the 4xx that are not retried close a reading; only a second copy announced as such may follow. */
export const noRetryAfterPermanent: Invariant = {
  name: 'no-retry-after-permanent',
  says: 'nothing follows a 400, 409, 413, 415 or 422 for that reading',
  create({ ledger }) {
    const log = new ViolationLog();
    const closed = new Map<string, IntervalSet>();
    let observations = 0;
    return {
      observe(event) {
        if (event.kind === 'answer_delivered') {
          // A number below 0 stands for any reading that a device spoilt so.
          if (event.reading === null || event.reading < 0 || !isPermanent(event.status)) return;
          // The answer to an announced copy leaves the reading itself as it was.
          if (ledger.current !== null && ledger.current.lastEnding?.attempt !== event.attempt) return;
          observations += 1;
          let readings = closed.get(event.device);
          if (readings === undefined) {
            readings = new IntervalSet();
            closed.set(event.device, readings);
          }
          readings.add(event.reading);
        } else if (event.kind === 'attempt_sent') {
          if (event.reading === null || closed.get(event.device)?.has(event.reading) !== true) return;
          const entry = ledger.current;
          if (entry?.open.at(-1)?.copy === true) return;
          const ending = entry?.lastEnding ?? null;
          const after = ending === null ? 'a permanent answer' : `${ending.status} at ${instant(ending.at)}`;
          log.add({
            at: event.at,
            device: event.device,
            reading: event.reading,
            message: `sent again at ${instant(event.at)} (attempt ${event.attempt}) after ${after}`,
          });
        }
      },
      conclude: () => log.verdict(observations),
    };
  },
};
