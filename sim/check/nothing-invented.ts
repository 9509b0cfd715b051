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

interface Difference {
  readonly kind: string;
  readonly says: string;
}

/** A text that reads like the number is not it. */
function shown(kept: number | string | undefined): string {
  if (kept === undefined) return 'missing';
  return typeof kept === 'string' ? JSON.stringify(kept) : String(kept);
}

const NEVER_GENERATED: Difference = {
  kind: 'never-generated',
  says: 'no device generated a reading with this number',
};

/** What differs from the reading as it was generated; null when nothing does. The order of names does not matter. */
function difference(entry: ReadingEntry, stored: Stored): Difference | null {
  if (entry.timestamp !== null && stored.timestamp !== entry.timestamp) {
    return {
      kind: 'other-timestamp',
      says: `timestamp ${stored.timestamp} instead of ${entry.timestamp}`,
    };
  }
  const values = entry.values ?? stored.values;
  const names = Object.keys(values);
  for (const name of names) {
    const kept = Object.hasOwn(stored.values, name) ? stored.values[name] : undefined;
    if (kept === values[name]) continue;
    return { kind: 'other-value', says: `${name} ${shown(kept)} instead of ${values[name]}` };
  }
  const storedNames = Object.keys(stored.values);
  if (storedNames.length === names.length) return null;
  const extra = storedNames.find((name) => !Object.hasOwn(values, name));
  if (extra === undefined) return null;
  return { kind: 'extra-value', says: `${extra} ${stored.values[extra]}, which was never measured` };
}

/** The ledger holds a reading for so long. What comes after that is a second time, which `accepted-once` names. */
export const nothingInvented: Invariant = {
  says: 'each stored reading equals one that a device generated',
  doc: 'The number, the timestamp and each value, as long as anything of the reading may still come.',
  keptBy: 'both',
  create({ edgeObservable }) {
    if (!edgeObservable.stored) return notObservable(STORE_IS_SILENT);
    const log = new ViolationLog();
    let observations = 0;
    return {
      on: {
        reading_stored(event, entry) {
          observations += 1;
          if (entry?.revived === true) return;
          const differs =
            entry === null || entry.bornAt === null ? NEVER_GENERATED : difference(entry, event);
          if (differs === null) return;
          const { at, device, reading } = event;
          const { kind, says } = differs;
          log.add({ at, device, reading, kind, message: `stored at ${instant(at)}: ${says}` });
        },
      },
      conclude: () => log.verdict(observations),
    };
  },
};
