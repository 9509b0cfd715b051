import type { ReadingEntry } from '../ledger/index.ts';
import type { Invariant } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { counted, instant, span } from './words.ts';

/** Where a reading stood that has no end. */
function standsAt(entry: ReadingEntry): string {
  const waiting = entry.open.findLast((attempt) => attempt.clientWaits);
  if (waiting !== undefined) {
    return `in flight: attempt ${waiting.attempt} sent at ${instant(waiting.sentAt)} waits for an answer`;
  }
  if (entry.parkedAt !== null) {
    return `parked since ${instant(entry.parkedAt)}, though the device was given an acknowledgement after that`;
  }
  const ending = entry.lastEnding;
  if (ending === null) return entry.attempts === 0 ? 'in the outbox, never sent' : 'in the outbox';
  const answer = ending.status === null ? ending.how : `answered ${ending.status}`;
  return `waiting for a retry since ${instant(ending.at)}: attempt ${ending.attempt} was ${answer}`;
}

/**
 * Liveness. Looks at readings that were resolved too late and at those that wait still; one that was lost is not open,
 * and `every-reading-accounted-for` names it.
 */
export const drainsAfterHeal: Invariant = {
  says: 'after the last fault all that is retriable is resolved in time',
  doc: 'In time is within `drain.within` of the end of the faults.',
  keptBy: 'both',
  create({ ledger, settings }) {
    const log = new ViolationLog();
    const within = span(settings.drain.withinMs);
    let boundAt = Number.POSITIVE_INFINITY;
    let healAt: number | null = null;
    let observations = 0;
    ledger.onEnded(({ device, reading }, at) => {
      if (healAt === null) return;
      observations += 1;
      if (at <= boundAt) return;
      const after = span((at - healAt) / 1000);
      const message = `resolved ${after} after the faults ended; the bound is ${within}`;
      log.add({ at, device, reading, kind: 'resolved-late', message });
    });
    return {
      on: {
        phase_started({ at, phase }) {
          if (phase !== 'heal') return;
          healAt = at;
          boundAt = at + settings.drain.withinMs * 1000;
        },
      },
      conclude() {
        if (healAt === null) return { kind: 'not-observable', why: 'the run ended before the faults did' };
        const endAt = ledger.lastAt;
        const after = span((endAt - healAt) / 1000);
        for (const { entry, end } of ledger.closedAtEnd) {
          if (end !== 'pending') continue;
          observations += 1;
          log.add({
            at: endAt,
            device: entry.device,
            reading: entry.reading < 0 ? null : entry.reading,
            kind: 'still-open',
            message: `still open ${after} after the faults ended (bound ${within}), ${standsAt(entry)}; ${counted(entry.attempts, 'attempt', 'attempts')}`,
          });
        }
        return log.verdict(observations);
      },
    };
  },
};
