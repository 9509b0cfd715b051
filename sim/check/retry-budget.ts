import type { ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import type { CheckContext, Invariant } from './invariant.ts';
import { LockstepWatch } from './lockstep-watch.ts';
import type { Pause } from './pause.ts';
import { pauseBefore } from './pause.ts';
import { ViolationLog } from './violation-log.ts';
import { instant, span } from './words.ts';

/** Timers count whole milliseconds. */
const TOLERANCE_MS = 1;

/**
 * What is wrong with a pause; null when it is lawful. The upper bound holds for what the device announced and for
 * nothing else: the attempt itself may come later, while all places are taken.
 */
function fault(pause: Pause, { policy, settings }: CheckContext): string | null {
  const retryAfterMs =
    pause.retryAfterMs === null ? null : Math.min(pause.retryAfterMs, settings.device.retryAfterMaxMs);
  const bounds = policy.delayBoundsMs(pause.retryIndex, { status: pause.status, retryAfterMs });
  const asked = policy.handlesRetryAfter === true ? 0 : (retryAfterMs ?? 0);
  const min = Math.max(bounds.min, asked);
  const max = Math.max(bounds.max, asked);
  // Put into words only when it is broken: numbers as texts cost more than all the rest.
  const range = (): string => {
    const asks = pause.retryAfterMs === null ? '' : `, Retry-After asked for ${span(pause.retryAfterMs)}`;
    return `${policy.name} allows ${span(min)} to ${span(max)} before retry ${pause.retryIndex + 1}${asks}`;
  };
  if (pause.actualMs < min - TOLERANCE_MS) {
    if (!pause.overlaps) return `came after ${span(pause.actualMs)}; ${range()}`;
    const waits = `which waits for its answer (timeout ${span(settings.device.timeoutMs)})`;
    return `came ${span(pause.sinceSentMs)} after the one before was sent, ${waits}; ${range()}`;
  }
  if (pause.announcedMs === null) return null;
  if (pause.announcedMs < min - TOLERANCE_MS || pause.announcedMs > max + TOLERANCE_MS) {
    return `announced a delay of ${span(pause.announcedMs)}; ${range()}`;
  }
  if (pause.sinceAnnouncedMs < pause.announcedMs - TOLERANCE_MS) {
    return `came ${span(pause.sinceAnnouncedMs)} after it had announced ${span(pause.announcedMs)}`;
  }
  return null;
}

/** Announced second copies are not attempts in the sense of the budget. */
export const retryBudget: Invariant = {
  says: 'at most 1 + R attempts, each delay within the policy and Retry-After',
  doc: 'R is the number of retries, which begins anew with a reboot. Retry-After counts up to `device.retryAfterMax`. Where the policy promises jitter, first retries that all wait equally long break it too.',
  keptBy: 'device',
  create(context) {
    const { policy, settings } = context;
    const log = new ViolationLog();
    const lockstep = new LockstepWatch(policy.retriesMax > 0 ? policy.delayBoundsMs(0) : { min: 0, max: 0 });
    const attemptsMax = 1 + policy.retriesMax;
    let observations = 0;
    return {
      on: { attempt_sent: observe },
      conclude() {
        const message = lockstep.verdict(policy.name);
        if (message !== null) log.add({ at: 0, device: null, reading: null, message });
        return log.verdict(observations);
      },
    };

    function observe({ at, device, reading }: EventOf<'attempt_sent'>, entry: ReadingEntry | null): void {
      if (entry === null || entry.lastIsCopy) return;
      observations += 1;
      const attempts = entry.bootAttempts + (entry.refusedHere?.count ?? 0);
      if (attempts > attemptsMax) {
        const message = `attempt ${attempts} since the last boot sent at ${instant(at)}; ${policy.name} allows ${attemptsMax}`;
        log.add({ at, device, reading, message });
        return;
      }
      const pause = pauseBefore(entry, at, settings.device.timeoutMs);
      if (pause === null) return;
      const wrong = fault(pause, context);
      if (wrong !== null) log.add({ at, device, reading, message: `the attempt at ${instant(at)} ${wrong}` });
      const asked = Math.min(pause.retryAfterMs ?? 0, settings.device.retryAfterMaxMs);
      if (pause.retryIndex === 0) lockstep.add(pause.announcedMs ?? pause.actualMs, asked);
    }
  },
};
