import type { ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import type { CheckContext, Invariant } from './invariant.ts';
import { LatenessWatch } from './lateness-watch.ts';
import { LockstepWatch } from './lockstep-watch.ts';
import type { Pause } from './pause.ts';
import { pauseBefore } from './pause.ts';
import { TakenUpWatch } from './taken-up-watch.ts';
import { ViolationLog } from './violation-log.ts';
import { counted, instant, span } from './words.ts';

const UPPER_BOUND_IS_HIDDEN =
  'the upper bound is not observable: the device does not say what it waits (retrying_after_backoff, delay_ms)';

/** Timers count whole milliseconds. */
const TOLERANCE_MS = 1;

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** The most of a client that waits for Retry-After first and then for its own delay, as retry libraries do. */
  readonly inTurn: number;
}

/** How long a client may wait here, in ms. */
function boundsOf(pause: Pause, { policy, settings }: CheckContext): Bounds {
  const retryAfterMs =
    pause.retryAfterMs === null ? null : Math.min(pause.retryAfterMs, settings.device.retryAfterMaxMs);
  const { min, max } = policy.delayBoundsMs(pause.retryIndex, { status: pause.status, retryAfterMs });
  const asked = policy.handlesRetryAfter === true ? 0 : (retryAfterMs ?? 0);
  return { min: Math.max(min, asked), max: Math.max(max, asked), inTurn: max + (retryAfterMs ?? 0) };
}

/** Put into words only when it is broken: numbers as texts cost more than all the rest. */
function inWords({ min, max }: Bounds, pause: Pause, { policy }: CheckContext): string {
  const asks = pause.retryAfterMs === null ? '' : `, Retry-After asked for ${span(pause.retryAfterMs)}`;
  return `${policy.name} allows ${span(min)} to ${span(max)} before retry ${pause.retryIndex + 1}${asks}`;
}

interface Fault {
  readonly kind: string;
  readonly says: string;
}

/**
 * What is wrong with a pause; null when it is lawful. The upper bound is held against what the device announced: the
 * attempt itself may come later, while all places are taken.
 */
function fault(pause: Pause, bounds: Bounds, context: CheckContext): Fault | null {
  const { settings } = context;
  const { min, max } = bounds;
  const range = (): string => inWords(bounds, pause, context);
  if (pause.actualMs < min - TOLERANCE_MS) {
    if (!pause.overlaps) return { kind: 'too-early', says: `came after ${span(pause.actualMs)}; ${range()}` };
    const waits = `which waits for its answer (timeout ${span(settings.device.timeoutMs)})`;
    return {
      kind: 'while-another-waits',
      says: `came ${span(pause.sinceSentMs)} after the one before was sent, ${waits}; ${range()}`,
    };
  }
  if (pause.announcedMs === null) return null;
  if (pause.announcedMs < min - TOLERANCE_MS || pause.announcedMs > max + TOLERANCE_MS) {
    return {
      kind: 'announced-outside',
      says: `announced a delay of ${span(pause.announcedMs)}; ${range()}`,
    };
  }
  if (pause.sinceAnnouncedMs < pause.announcedMs - TOLERANCE_MS) {
    return {
      kind: 'sooner-than-announced',
      says: `came ${span(pause.sinceAnnouncedMs)} after it had announced ${span(pause.announcedMs)}`,
    };
  }
  return null;
}

/** Announced second copies are not attempts in the sense of the budget, nor are redirects that a client follows. */
export const retryBudget: Invariant = {
  says: 'at most 1 + R attempts, each delay within the policy and Retry-After',
  doc: 'R is the number of retries, which begins anew with a reboot, and when a parked reading is taken up: after an acknowledgement, or no more often than the policy waits at most. Retry-After counts up to `device.retryAfterMax`. Where the policy promises jitter, first retries that all wait equally long break it too.',
  keptBy: 'device',
  create(context) {
    const { policy, settings } = context;
    const log = new ViolationLog();
    const lockstep = new LockstepWatch(policy.retriesMax > 0 ? policy.delayBoundsMs(0) : { min: 0, max: 0 });
    const lateness = new LatenessWatch(context);
    const takenUp = new TakenUpWatch(context);
    const attemptsMax = 1 + policy.retriesMax;
    let observations = 0;
    return {
      on: {
        attempt_sent: observe,
        answer_delivered: ({ at, device, retryAfterMs }) => lateness.ended(device, at, retryAfterMs),
        attempt_refused: ({ at, device }) => lateness.ended(device, at, null),
        attempt_reset: ({ at, device }) => lateness.ended(device, at, null),
        attempt_abandoned: ({ at, device }) => lateness.ended(device, at, null),
        device_crashed: ({ device }) => lateness.crashed(device),
      },
      conclude() {
        const message = lockstep.verdict(policy.name);
        if (message !== null) log.add({ at: 0, device: null, reading: null, kind: 'no-jitter', message });
        const { judged, unjudged } = lateness;
        if (unjudged === 0 || log.count > 0) return log.verdict(observations);
        if (judged === 0)
          return { kind: 'not-observable', why: `no delay was too short; ${UPPER_BOUND_IS_HIDDEN}` };
        return log.verdict(
          observations,
          `of ${counted(unjudged, 'retry', 'retries')} ${UPPER_BOUND_IS_HIDDEN}`,
        );
      },
    };

    /** What is wrong with a retry that the device did not announce. */
    function lateFault(entry: ReadingEntry, at: number, pause: Pause, bounds: Bounds): Fault | null {
      const { lastEnding: ending } = entry;
      // By the end itself, not by the timeout that the device was asked to have.
      if (ending === null || pause.overlaps || entry.refusedHere !== null || entry.word !== null) {
        lateness.leaveOut();
        return null;
      }
      const dueAt = ending.at + (bounds.inTurn + TOLERANCE_MS) * 1_000;
      if (!lateness.isLate(entry.device, at, dueAt)) return null;
      const came = `came after ${span((at - ending.at) / 1_000)}`;
      return {
        kind: 'too-late',
        says: `${came}, though nothing was in flight; ${inWords(bounds, pause, context)}`,
      };
    }

    function observe({ at, device, reading }: EventOf<'attempt_sent'>, entry: ReadingEntry | null): void {
      lateness.sent(device, at);
      if (entry === null || entry.lastIsCopy || entry.lastIsHop) return;
      observations += 1;
      const attempts = entry.bootAttempts + (entry.refusedHere?.count ?? 0);
      if (attempts > attemptsMax) {
        const message = `attempt ${attempts} since the last boot sent at ${instant(at)}; ${policy.name} allows ${attemptsMax}`;
        log.add({ at, device, reading, kind: 'too-many-attempts', message });
        return;
      }
      const uncalled = takenUp.sent(entry, at);
      if (uncalled !== null) {
        const message = `the attempt at ${instant(at)} ${uncalled}`;
        log.add({ at, device, reading, kind: 'taken-up-too-often', message });
      }
      const pause = pauseBefore(entry, at, settings.device.timeoutMs);
      if (pause === null) return;
      const bounds = boundsOf(pause, context);
      const wrong =
        fault(pause, bounds, context) ??
        (pause.announcedMs === null ? lateFault(entry, at, pause, bounds) : null);
      if (wrong !== null) {
        const { kind, says } = wrong;
        log.add({ at, device, reading, kind, message: `the attempt at ${instant(at)} ${says}` });
      }
      const asked = Math.min(pause.retryAfterMs ?? 0, settings.device.retryAfterMaxMs);
      if (pause.retryIndex === 0) lockstep.add(pause.announcedMs ?? pause.actualMs, asked);
    }
  },
};
