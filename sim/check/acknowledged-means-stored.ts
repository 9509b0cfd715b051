import { endByAnswer, isDone } from '../ledger/index.ts';
import type { LedgerView } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import { wordOf } from '../trace/index.ts';
import type { CheckContext, Checker, Invariant, Violation } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { counted, instant } from './words.ts';

/** What a device counts as done is then held against what the edge answered: that it keeps its word cannot be seen. */
const BY_ITS_ANSWERS = 'by the answers of the edge, which does not say what it stored';

const ANOTHER_IS = 'what the edge has stored under its number is another';

export const acknowledgedMeansStored: Invariant = {
  says: 'what a device counts as done is in the store',
  doc: 'At the very instant at which the device counts it as done; at the end of the run, where the edge lists its readings only then: such an edge may take first and store later, within `drain.within`. Of an edge that says nothing, what it has answered with a 2xx or a true 409 is taken for stored. A reading that has the number of another is not in the store for that: a 409 may be said of the number, a 2xx may not. An answer that names another reading must not do so before that one is in the store.',
  keptBy: 'both',
  create(context): Checker {
    return context.storedAtEnd ? atTheEnd(context) : asItHappens(context);
  },
};

/** An edge that goes by keys alone has another reading under this number, and cannot know that it is another. */
function noteOn(byNumberOnly: number): string | null {
  if (byNumberOnly === 0) return null;
  return `of ${counted(byNumberOnly, 'reading', 'readings')} the store has only the number, which had been given to another before`;
}

/** Of a reading that nobody generated, an edge counts by itself. */
function otherAcknowledged(
  { at, device, reading, otherDevice, otherReading }: EventOf<'other_acknowledged'>,
  ledger: LedgerView,
): Violation | null {
  if ((ledger.find(otherDevice, otherReading)?.bornAt ?? null) === null) return null;
  const message = `the request for reading ${reading} of ${device} was answered at ${instant(at)} in its name, when the edge had not stored it`;
  return { at, device: otherDevice, reading: otherReading, kind: 'named-for-another', message };
}

function asItHappens({ ledger }: CheckContext): Checker {
  const log = new ViolationLog();
  /** Named once, though both the answer and the log may say "done". Holds violations only. */
  const named = new Map<string, Set<number>>();
  let observations = 0;
  let byNumberOnly = 0;

  interface Done {
    readonly at: number;
    readonly device: string;
    readonly reading: number;
    /** By which it was counted as done. */
    readonly kind: string;
    readonly because: string;
  }

  function done({ at, device, reading, kind, because }: Done): void {
    // The answer and the log speak of the same reading: it was put to the test once.
    if (ledger.ended !== null) observations += 1;
    if (ledger.isStored(device, reading)) {
      if (ledger.ended?.storedTimes === 0) byNumberOnly += 1;
      return;
    }
    accuse({ at, device, reading, kind, because }, 'the edge has not stored it');
  }

  function accuse({ at, device, reading, kind, because }: Done, butWhat: string): void {
    const readings = named.get(device) ?? new Set();
    named.set(device, readings);
    if (readings.has(reading)) return;
    readings.add(reading);
    const message = `counted as done at ${instant(at)} because ${because}, but ${butWhat}`;
    log.add({ at, device, reading, kind, message });
  }

  return {
    on: {
      other_acknowledged(event) {
        const violation = otherAcknowledged(event, ledger);
        if (violation !== null) log.add(violation);
      },
      device_logged({ at, device, reading, event, fields }) {
        if (reading !== null && isDone(wordOf(event, fields['copy'])))
          done({ at, device, reading, kind: 'done-by-log', because: `the device logged ${event}` });
      },
      answer_delivered({ at, device, reading, attempt, status, echoed }, entry) {
        // The answer to a second copy says nothing of the reading itself.
        if (reading === null || entry === null || entry.lastEnding?.attempt !== attempt) return;
        const end = endByAnswer(status, echoed, ledger.answers);
        if (!isDone(end)) return;
        const said = {
          at,
          device,
          reading,
          kind: `done-by-${status}`,
          because: `the device was answered ${status}`,
        };
        // Of a duplicate an edge may know no more than the number. Who says that it has taken this one had another before.
        const isAnother =
          end === 'acknowledged' && entry.storedTimes === 0 && ledger.isStored(device, reading);
        if (isAnother) accuse(said, ANOTHER_IS);
        else done(said);
      },
    },
    conclude: () =>
      log.verdict(observations, ledger.storedBy === 'answers' ? BY_ITS_ANSWERS : noteOn(byNumberOnly)),
  };
}

function atTheEnd({ ledger }: CheckContext): Checker {
  const log = new ViolationLog();
  return {
    on: {
      other_acknowledged(event) {
        const violation = otherAcknowledged(event, ledger);
        if (violation !== null) log.add(violation);
      },
    },
    conclude() {
      let observations = 0;
      let byNumberOnly = 0;
      for (const { entry, end } of ledger.closedAtEnd) {
        if (!isDone(end)) continue;
        observations += 1;
        if (entry.storedTimes > 0) continue;
        const isAnother = ledger.isStored(entry.device, entry.reading);
        if (isAnother && entry.answer !== 'acknowledged') {
          byNumberOnly += 1;
          continue;
        }
        const at = entry.endedAt ?? 0;
        const butWhat = isAnother ? ANOTHER_IS : 'it is not among what the edge stored';
        const message = `counted as done (${end}) at ${instant(at)}, but ${butWhat}`;
        log.add({ at, device: entry.device, reading: entry.reading, kind: 'done-at-end', message });
      }
      return log.verdict(observations, noteOn(byNumberOnly));
    },
  };
}
