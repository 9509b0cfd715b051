import { asksWho, REFUSED_TOGETHER } from '../host/wire/answer-words.ts';
import { IntervalSet } from '../ledger/index.ts';
import { DamagedLists } from './damaged-lists.ts';
import type { Invariant } from './invariant.ts';
import { ResentWatch } from './resent-watch.ts';
import { ViolationLog } from './violation-log.ts';
import { instant } from './words.ts';

/** Said of an answer that does not name its reading in full, whatever its status: an edge may count by itself under the same word. */
const NOT_TAKEN = 'transient_error_received';

export const noRetryAfterPermanent: Invariant = {
  says: 'nothing follows a 2xx, 400, 409, 413, 415 or 422 for that reading',
  doc: 'Only a second copy that the device has announced may follow, and after a reboot what had a 2xx or a 409: that it is done need not be on the disk yet, and it is done still. What a device does that boots from an old copy of its disk is not looked at, nor what was answered to a list that was damaged on its way, or of a reading in it that the machine of a device that you bring spoilt, nor a 2xx that came when the timeout was over, that does not echo its reading where the scenario asks for that, or that its device says is none (`transient_error_received`).',
  keptBy: 'device',
  create({ ledger, rulesOf, foreignDevice }) {
    const log = new ViolationLog();
    const closed = new Map<string, IntervalSet>();
    // A device whose power goes as it hears the answer could not keep what it heard, nor could one whose disk has no room.
    const lastHeard = new Map<string, { at: number; readings: number[] }>();
    const unheard = new Map<string, Set<number>>();
    // What is done may be taken off the disk when there is time: until then a boot sends it again, and hears so again.
    const done = new Map<string, Set<number>>();
    const damaged = new DamagedLists();
    const resent = new ResentWatch({ ledger, rulesOf });
    let observations = 0;
    function forget(device: string, readings: Iterable<number>): void {
      unheard.set(device, new Set([...(unheard.get(device) ?? []), ...readings]));
    }
    function notKept({ at, device }: { readonly at: number; readonly device: string }): void {
      const last = lastHeard.get(device);
      if (last?.at === at) forget(device, last.readings);
    }
    return {
      on: {
        batch_sent: (event) => damaged.sent(event),
        answer_begun({ device, reading }) {
          if (reading !== null) resent.doubt(device, reading);
        },
        answer_delivered(event, entry) {
          const { at, device, reading, attempt, status } = event;
          if (damaged.answered(event)) {
            if (reading !== null) resent.doubt(device, reading);
            return;
          }
          resent.answered(event, entry);
          // A number below 0 stands for any reading that a device spoilt so.
          if (reading === null || reading < 0 || !ledger.answers.words.isPermanent(status)) return;
          // Each may go again in better company, also where the book lets a device drop them all.
          if (status === REFUSED_TOGETHER) return;
          // The answer to an announced copy leaves the reading itself as it was, and so does that to a GET.
          if (entry !== null && entry.lastEnding?.attempt !== attempt) return;
          if (entry?.emptyAttempts.includes(attempt) === true) return;
          observations += 1;
          let readings = closed.get(device);
          if (readings === undefined) {
            readings = new IntervalSet();
            closed.set(device, readings);
          }
          readings.add(reading);
          unheard.get(device)?.delete(reading);
          // What is done is done still, and who is asked for other credentials has not been told of an end.
          if (ledger.answers.words.isDuplicate(status) || asksWho(status))
            done.set(device, (done.get(device) ?? new Set()).add(reading));
          const last = lastHeard.get(device);
          if (last?.at === at) last.readings.push(reading);
          else lastHeard.set(device, { at, readings: [reading] });
        },
        device_logged({ device, reading, event }) {
          if (reading !== null && event === NOT_TAKEN) resent.doubt(device, reading);
        },
        // What was refused was who asked.
        credentials_renewed({ device, reading }) {
          if (reading !== null) forget(device, [reading]);
        },
        device_crashed(event) {
          resent.forgot(event.device);
          notKept(event);
          forget(event.device, done.get(event.device) ?? []);
          done.delete(event.device);
        },
        fault_injected(event) {
          damaged.hit(event);
          if (event.fault === 'device.disk') {
            resent.forgot(event.device);
            notKept(event);
          }
          if (event.fault === 'device.oldCopy') {
            // What it has heard its disk knows no more, and the numbers may come to be those of others.
            resent.forgot(event.device);
            closed.delete(event.device);
          }
        },
        attempt_sent(event, entry) {
          const { at, device, reading, attempt } = event;
          // Ours spoils its own, and goes by the place in the list.
          if (foreignDevice && entry?.spoilt === true) damaged.mark(event);
          if (reading === null || entry?.lastIsCopy === true) return;
          // As nearly always: nothing final was heard of it.
          if (entry !== null && !entry.revived && !entry.heardDone && !entry.heardRefusal) return;
          const isRefused = closed.get(device)?.has(reading) === true;
          if (isRefused && unheard.get(device)?.has(reading) === true) return;
          if (!isRefused && (entry === null || !resent.isResent(event, entry))) return;
          const ending = entry?.lastEnding ?? null;
          const last = isRefused ? 'a permanent answer' : 'a 2xx';
          const after = ending === null ? last : `${ending.status ?? 'no answer'} at ${instant(ending.at)}`;
          const message = `sent again at ${instant(at)} (attempt ${attempt}) after ${after}`;
          const kind = `sent-after-${ending?.status ?? (isRefused ? 'permanent' : 'done')}`;
          log.add({ at, device, reading, kind, message });
        },
      },
      conclude: () => log.verdict(observations + resent.observations),
    };
  },
};
