import type { Invariant } from './invariant.ts';
import { notObservable, STORE_IS_SILENT } from './not-observable.ts';
import { ViolationLog } from './violation-log.ts';
import { instant, span } from './words.ts';

/** A scenario in which it must be broken says so as an expected violation. */
export const acceptedOnce: Invariant = {
  says: 'no reading is accepted twice',
  doc: 'For ever, not only for as long as the edge remembers: a store that forgets breaks it.',
  keptBy: 'edge',
  create({ edgeObservable, settings, storedAtEnd }) {
    if (!edgeObservable.stored) return notObservable(STORE_IS_SILENT);
    const log = new ViolationLog();
    const ttl = span(settings.edge.dedupe.ttlMs);
    let observations = 0;
    let restartedAt = -1;

    function howLongAfter(at: number, firstAt: number | null): string {
      if (storedAtEnd) {
        const restarted = restartedAt > 0 ? `, which restarted last at ${instant(restartedAt)}` : '';
        return `listed more than once by the edge${restarted}`;
      }
      if (firstAt === null) return `first stored long before; dedupe TTL ${ttl}`;
      const restarted = restartedAt >= firstAt ? `, and the edge restarted at ${instant(restartedAt)}` : '';
      return `${span((at - firstAt) / 1000)} after the first at ${instant(firstAt)}; dedupe TTL ${ttl}${restarted}`;
    }

    return {
      on: {
        edge_started({ at }) {
          restartedAt = at;
        },
        reading_stored({ at, device, reading }, entry) {
          observations += 1;
          if (entry === null || entry.storedTimes < 2) return;
          const message = `stored ${entry.storedTimes} times: again at ${instant(at)}, ${howLongAfter(at, entry.firstStoredAt)}`;
          log.add({ at, device, reading, kind: 'stored-again', message });
        },
      },
      conclude: () => log.verdict(observations),
    };
  },
};
