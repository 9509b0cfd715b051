import { endByAnswer, isDone, wordOf } from '../ledger/index.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { CheckContext, Checker, Invariant } from './invariant.ts';
import { notObservable, STORE_IS_SILENT } from './not-observable.ts';
import { ViolationLog } from './violation-log.ts';
import { instant } from './words.ts';

/** Why the device counts its reading as done by this event; null when it does not. */
function doneBecause(event: TraceEvent, { ledger, scenario }: CheckContext): string | null {
  if (event.kind === 'device_logged') {
    return isDone(wordOf(event.event, event.fields['copy'])) ? `the device logged ${event.event}` : null;
  }
  if (event.kind !== 'answer_delivered') return null;
  // The answer to a second copy says nothing of the reading itself.
  if (ledger.current === null || ledger.current.lastEnding?.attempt !== event.attempt) return null;
  const end = endByAnswer(event.status, event.echoed, scenario.device.acknowledge);
  return isDone(end) ? `the device was answered ${event.status}` : null;
}

/** A reading that a device counts as done is in the store at that very instant, or at the end of the run when the
 *  edge lists its readings only then. */
export const acknowledgedMeansStored: Invariant = {
  name: 'acknowledged-means-stored',
  says: 'what a device counts as done is in the store',
  create(context): Checker {
    const { edgeObservable, ledger, storedAtEnd } = context;
    if (!edgeObservable.stored) return notObservable(STORE_IS_SILENT);
    const log = new ViolationLog();
    /** Named once, though both the answer and the log may say "done". Holds violations only. */
    const named = new Map<string, Set<number>>();
    let observations = 0;

    function name(device: string, reading: number, at: number, message: string): void {
      const readings = named.get(device) ?? new Set();
      named.set(device, readings);
      if (readings.has(reading)) return;
      readings.add(reading);
      log.add({ at, device, reading, message });
    }

    return {
      observe(event) {
        if (event.kind !== 'device_logged' && event.kind !== 'answer_delivered') return;
        if (event.reading === null || storedAtEnd) return;
        const because = doneBecause(event, context);
        if (because === null) return;
        // The answer and the log speak of the same reading: it was put to the test once.
        if (ledger.ended !== null) observations += 1;
        if (ledger.isStored(event.device, event.reading)) return;
        name(
          event.device,
          event.reading,
          event.at,
          `counted as done at ${instant(event.at)} because ${because}, but the edge has not stored it`,
        );
      },
      conclude() {
        if (!storedAtEnd) return log.verdict(observations);
        for (const { entry, end } of ledger.closedAtEnd) {
          if (!isDone(end)) continue;
          observations += 1;
          if (entry.storedTimes > 0) continue;
          const at = entry.endedAt ?? 0;
          name(
            entry.device,
            entry.reading,
            at,
            `counted as done (${end}) at ${instant(at)}, but it is not among what the edge stored`,
          );
        }
        return log.verdict(observations);
      },
    };
  },
};
