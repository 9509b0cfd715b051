import type { Invariant } from './invariant.ts';
import { REQUESTS_ARE_NAMELESS } from './sound-request.ts';
import { ViolationLog } from './violation-log.ts';
import { counted, instant } from './words.ts';

/**
 * A device takes a 409 for done, so an edge may give it only for what it may have stored: something else of the same
 * reading must have reached it by then, and not have been refused with a 4xx. Anything else that reached it may be in
 * its store, whatever it answered, and so may what it works on still. Where one number was given to two readings, or the
 * reading had long ended, nothing is said.
 */
export const duplicatesAreTrue: Invariant = {
  says: 'a 409 is given only for a reading that had reached the edge before',
  doc: 'Something else of it must have reached the edge by then, and not have been refused with a 4xx.',
  keptBy: 'edge',
  create({ ledger }) {
    const log = new ViolationLog();
    let observations = 0;
    let accepted = 0;
    let acceptedAgain = 0;
    let knownAgain = 0;
    let nameless = 0;
    return {
      on: {
        request_answered({ at, device, reading, status, source }, entry) {
          if (source !== 'edge') return;
          const { words } = ledger.answers;
          if (entry === null) {
            if (reading === null && words.isDuplicate(status)) nameless += 1;
            return;
          }
          if (words.accepts(status)) {
            accepted += 1;
            if (entry.acceptedTimes > 1) acceptedAgain += 1;
          }
          if (!words.isDuplicate(status) || entry.revived || entry.numberReused) return;
          observations += 1;
          if (entry.acceptedTimes > 0) knownAgain += 1;
          if (entry.mayBeStoredTimes > 0) return;
          const message =
            `answered ${status} at ${instant(at)}, though nothing of it that could have been stored had reached the edge before` +
            (accepted === 0 ? FROM_BEFORE : '');
          log.add({ at, device, reading, kind: 'false-409', message });
        },
      },
      conclude() {
        if (observations === 0 && nameless > 0) return { kind: 'not-observable', why: REQUESTS_ARE_NAMELESS };
        const verdict = log.verdict(observations, noteOn(acceptedAgain));
        if (verdict.kind !== 'held' || ledger.storedBy === 'word') return verdict;
        return { ...verdict, ...warningOf(acceptedAgain, knownAgain) };
      },
    };
  },
};

/** Of an edge that has accepted nothing in this run. */
const FROM_BEFORE = '; what it keeps in real files may be of a run before';

/** Lawful, since nobody is told anything wrong; but whoever counts 2xx counts these readings twice. */
function noteOn(acceptedAgain: number): string | null {
  if (acceptedAgain === 0) return null;
  return `${counted(acceptedAgain, 'delivery', 'deliveries')} of what was accepted before got a 2xx again, not a 409`;
}

/** Who answers 409 to copies knows of copies: what it accepts again it does not know any more, unless something behind it does. */
function warningOf(acceptedAgain: number, knownAgain: number): { readonly warning?: string } {
  if (acceptedAgain === 0 || knownAgain === 0) return {};
  const warning =
    `the edge answered 409 to ${counted(knownAgain, 'copy', 'copies')} of what it had accepted, and accepted ${acceptedAgain} again: ` +
    'it may have forgotten these, and stored them twice; where it says what it stored (accepted), that is judged';
  return { warning };
}
