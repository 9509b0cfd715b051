import { FINAL_STATES, isDone } from '../ledger/index.ts';
import type { Conflict, LedgerView, ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import type { Invariant } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { NumberWatch } from './number-watch.ts';
import { WordWatch } from './word-watch.ts';
import { counted, instant } from './words.ts';

function describe(conflict: Conflict, at: number): string {
  switch (conflict.kind) {
    case 'second-end':
      return `ended twice: ${conflict.first}, then ${conflict.second} at ${instant(at)}`;
    case 'number-reused':
      return `its number was given to a second reading at ${instant(at)} (timestamp ${conflict.timestamp})`;
    case 'second-timestamp':
      return `two timestamps under one number: ${conflict.first}, then ${conflict.second} at ${instant(at)}`;
  }
}

/** A device that lists a reading as waiting which it has itself declared ended gives it two ends. */
function waitsThoughEnded(event: EventOf<'device_stopped'>, ledger: LedgerView, log: ViolationLog): void {
  if (event.pending === null) return;
  for (const reading of event.pending) {
    const word = ledger.wordOf(event.device, reading);
    // After a reboot a device may lawfully wait for what it had seen delivered: "done" was not synced yet.
    if (word === null || (isDone(word) && ledger.bootOf(event.device) > 0)) continue;
    if (ledger.hasOldCopy(event.device) || ledger.mayComeBack(event.device, reading)) continue;
    log.add({
      at: event.at,
      device: event.device,
      reading,
      kind: 'waits-though-ended',
      message: `has two ends: the device logged it as ${word}, and at ${instant(event.at)} lists it as waiting`,
    });
  }
}

function whereLost({ attempts, parkedAt }: ReadingEntry): string {
  const sent = attempts === 0 ? 'never sent' : `sent ${counted(attempts, 'time', 'times')}`;
  return parkedAt === null
    ? `${sent}, and the device says nothing of its end`
    : `${sent}, parked at ${instant(parkedAt)}, and the device does not list it as waiting any more`;
}

function whyUntied(untied: number, births: number): string {
  const readings = counted(births, 'reading', 'readings');
  return `${untied} of ${readings} cannot be followed, since requests of their devices do not tell which reading they are for`;
}

export const everyReadingAccountedFor: Invariant = {
  says: 'each reading ends in exactly one state; the sums match',
  doc: 'The state is the one that the device says; none is lost without a word, and no number stands for two readings, one of before the run among them.',
  keptBy: 'device',
  create(context) {
    const { ledger } = context;
    const log = new ViolationLog();
    const words = new WordWatch(context);
    const numbers = new NumberWatch(context.firstNumberOf);
    let births = 0;
    ledger.onConflict((conflict, { device, reading }, at) =>
      log.add({ at, device, reading, kind: conflict.kind, message: describe(conflict, at) }),
    );
    return {
      on: {
        reading_recorded() {
          births += 1;
        },
        device_stopped: (event) => waitsThoughEnded(event, ledger, log),
        attempt_sent(event) {
          words.sent(event);
          const { at, device, reading } = event;
          if (reading === null || ledger.hasOldCopy(device)) return;
          const message = numbers.given(device, reading, at);
          if (message !== null) log.add({ at, device, reading, kind: 'number-of-before', message });
        },
        device_logged(event, entry) {
          const message = words.said(event, entry);
          if (message === null) return;
          const { at, device, reading } = event;
          log.add({ at, device, reading, kind: 'false-word', message });
        },
      },
      conclude() {
        for (const { entry, end } of ledger.closedAtEnd) {
          if (end !== 'lost') continue;
          const at = entry.bornAt ?? 0;
          log.add({
            at,
            device: entry.device,
            reading: entry.reading < 0 ? null : entry.reading,
            kind: 'lost',
            message: `lost: generated at ${instant(at)}, ${whereLost(entry)}`,
          });
        }
        for (const entry of ledger.unexpected) {
          if (entry.attempts === 0) continue;
          log.add({
            at: entry.lastEnding?.at ?? entry.firstStoredAt ?? 0,
            device: entry.device,
            reading: entry.reading,
            kind: 'never-generated',
            message: 'was sent, but no reading was ever generated with this number',
          });
        }
        const ends = ledger.summary?.ends;
        const sum = ends === undefined ? 0 : FINAL_STATES.reduce((total, state) => total + ends[state], 0);
        // With those that a power cut left open and the device kept.
        const generated = ledger.summary?.generated ?? births;
        if (sum !== generated || generated < births) {
          const message = `${generated} generated, but ${sum} ended`;
          log.add({ at: 0, device: null, reading: null, kind: 'sums-differ', message });
        }
        const untied = ends?.untied ?? 0;
        if (untied === 0 || log.count > 0) return log.verdict(births);
        return { kind: 'not-observable', why: whyUntied(untied, births) };
      },
    };
  },
};
