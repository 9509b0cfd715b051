import { asksWho, REFUSED_TOGETHER } from '../host/wire/answer-words.ts';
import type { ReadingEntry } from '../ledger/index.ts';
import type { CheckContext, Invariant, Violation } from './invariant.ts';
import { isSound, REQUESTS_ARE_NAMELESS } from './sound-request.ts';
import { ViolationLog } from './violation-log.ts';
import { counted, instant } from './words.ts';

function warningOf(times: number): string {
  return `valid readings were refused ${counted(times, 'time', 'times')} with the whole of their batch: they are lost by a device that does not send them again by themselves`;
}

/** Nobody takes requests at that path, or none of that method. */
const NOT_THERE: ReadonlySet<number> = new Set([404, 405]);
const ELSEWHERE = '. If it takes readings elsewhere, say where with wire.path';
const OTHERWISE =
  '. It asks for another Content-Type or Content-Encoding; our own edge takes application/json that is not compressed';

/** What the status says of how to mend it. */
function hint(status: number, isThere: boolean): string {
  if (status === 415) return OTHERWISE;
  return isThere ? '' : ELSEWHERE;
}

/** What the message of a reading is long at the least, in bytes; null where its values are not known. */
function bodyBytesOf({ device, reading, timestamp, values }: ReadingEntry): number | null {
  if (timestamp === null || values === null) return null;
  return Buffer.byteLength(JSON.stringify({ device_id: device, sequence_id: reading, timestamp, values }));
}

/** Only of our own device it is known that what it sends is valid. */
function whose({ foreignDevice }: CheckContext): string {
  return foreignDevice
    ? 'though it came as the device sent it: the edge refuses what is valid, or the device sends what is not'
    : 'though it was valid and came undamaged';
}

/** Whether an edge that is right may refuse a sound request with this status. */
function mayRefuse(status: number, entry: ReadingEntry, { settings, foreignDevice }: CheckContext): boolean {
  switch (status) {
    case 413: {
      const bytes = bodyBytesOf(entry);
      return bytes === null || bytes > settings.edge.bodyBytesMax;
    }
    // Another copy of what it has taken.
    case 401:
      return entry.acceptedTimes > 0;
    // "Another reading has this number." Only of our own device it is known that it sends the same each time.
    case 422:
      return foreignDevice && entry.mayBeStoredTimes > 0;
    default:
      return false;
  }
}

/** A reading that a 401 refused, as its client has heard. */
interface Unauthorized {
  readonly violation: Violation;
  /** Of the reading, by then: one more may have been a question for other credentials that was not answered. */
  readonly hiddenAttempts: number;
}

/**
 * Needs no word of the edge: what was sent, whether it was damaged on the way and how it was answered is seen from
 * outside. A 409 is left to `duplicates-are-true`.
 */
export const validMeansAccepted: Invariant = {
  says: 'a valid reading that arrives undamaged is not refused for good',
  doc: 'By a 4xx that no retry can better; a 401 that is followed by other credentials, or by a question for them that fails, a body that is too long, and a number that another reading has, may be refused. What a device that you bring sends is not known to be valid: it may be the one that is wrong. What is said to a client that has hung up is said to nobody.',
  keptBy: 'edge',
  create(context) {
    const log = new ViolationLog();
    let observations = 0;
    let nameless = 0;
    let refusedTogether = 0;
    /** The edge has answered something else than that there is nobody. */
    let isThere = false;
    /** Requests whose clients have hung up: a parser calls one a bad request whose body it could not read to its end. */
    const gone = new WeakMap<ReadingEntry, Set<string>>();
    /** Readings that a 401 refused, whether its client has heard it or not, and those that were not sent again with other credentials. */
    const challenged = new WeakMap<ReadingEntry, Violation>();
    const unauthorized = new Map<ReadingEntry, Unauthorized>();
    return {
      on: {
        client_gone({ attempt, copy }, entry) {
          if (entry !== null) gone.set(entry, (gone.get(entry) ?? new Set()).add(`${attempt}/${copy}`));
        },
        request_answered({ at, device, reading, attempt, copy, status, source }, entry) {
          if (source !== 'edge') return;
          const { words } = context.ledger.answers;
          if (reading === null) nameless += 1;
          if (
            entry === null ||
            !isSound(entry, attempt) ||
            gone.get(entry)?.has(`${attempt}/${copy}`) === true
          )
            return;
          observations += 1;
          if (status === REFUSED_TOGETHER) refusedTogether += 1;
          isThere ||= !NOT_THERE.has(status);
          if (!words.isPermanent(status) || words.isDuplicate(status) || mayRefuse(status, entry, context))
            return;
          const message = `answered ${status} at ${instant(at)}, which refuses it for good, ${whose(context)}${hint(status, isThere)}`;
          const violation = { at, device, reading, kind: `refused-with-${status}`, message };
          if (asksWho(status)) challenged.set(entry, violation);
          else log.add(violation);
        },
        answer_delivered({ status }, entry) {
          const violation = entry === null ? undefined : challenged.get(entry);
          if (entry !== null && violation !== undefined && asksWho(status))
            unauthorized.set(entry, { violation, hiddenAttempts: entry.hiddenAttemptsMax });
        },
        credentials_renewed(_event, entry) {
          if (entry !== null) unauthorized.delete(entry);
        },
        // It knows no more that it was asked.
        device_crashed({ device }) {
          for (const entry of unauthorized.keys()) if (entry.device === device) unauthorized.delete(entry);
        },
      },
      conclude() {
        for (const [entry, { violation, hiddenAttempts }] of unauthorized)
          if (entry.hiddenAttemptsMax === hiddenAttempts) log.add(violation);
        if (observations === 0 && nameless > 0) return { kind: 'not-observable', why: REQUESTS_ARE_NAMELESS };
        const verdict = log.verdict(observations);
        if (verdict.kind !== 'held' || refusedTogether === 0) return verdict;
        return { ...verdict, warning: warningOf(refusedTogether) };
      },
    };
  },
};
