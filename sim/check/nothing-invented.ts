import type { Values } from '../../protocol/index.ts';
import type { ReadingEntry } from '../ledger/index.ts';
import type { Invariant } from './invariant.ts';
import { notObservable, STORE_IS_SILENT } from './not-observable.ts';
import { ViolationLog } from './violation-log.ts';
import { instant } from './words.ts';

interface Stored {
  readonly timestamp: string;
  readonly values: Values;
}

/** What differs from the reading as it was generated; null when nothing does. The order of names does not matter. */
function difference(entry: ReadingEntry, stored: Stored): string | null {
  if (entry.timestamp !== null && stored.timestamp !== entry.timestamp) {
    return `timestamp ${stored.timestamp} instead of ${entry.timestamp}`;
  }
  const values = entry.values ?? stored.values;
  for (const [name, value] of Object.entries(values)) {
    const kept = Object.hasOwn(stored.values, name) ? stored.values[name] : undefined;
    if (kept !== value) return `${name} ${kept ?? 'missing'} instead of ${value}`;
  }
  const extra = Object.keys(stored.values).find((name) => !Object.hasOwn(values, name));
  return extra === undefined ? null : `${extra} ${stored.values[extra]}, which was never measured`;
}

/**
 * Values and timestamp are compared as long as the ledger holds the reading, that is, while anything of it may
 * still come. What comes after that is a second time, which `accepted-once` names.
 */
export const nothingInvented: Invariant = {
  name: 'nothing-invented',
  says: 'each stored reading equals one that a device generated',
  create({ edgeObservable, ledger }) {
    if (!edgeObservable.stored) return notObservable(STORE_IS_SILENT);
    const log = new ViolationLog();
    let observations = 0;
    return {
      observe(event) {
        if (event.kind !== 'reading_stored') return;
        observations += 1;
        const entry = ledger.current;
        if (entry?.revived === true) return;
        const differs =
          entry === null || entry.bornAt === null
            ? 'no device generated a reading with this number'
            : difference(entry, event);
        if (differs === null) return;
        log.add({
          at: event.at,
          device: event.device,
          reading: event.reading,
          message: `stored at ${instant(event.at)}: ${differs}`,
        });
      },
      conclude: () => log.verdict(observations),
    };
  },
};
