import type { ReadingEntry } from '../ledger/index.ts';
import type { CheckContext, Invariant } from './invariant.ts';
import { LockstepWatch } from './lockstep-watch.ts';
import { ViolationLog } from './violation-log.ts';
import { instant, span } from './words.ts';

/** Timers count whole milliseconds. */
const TOLERANCE_MS = 1;

interface Pause {
  readonly retryIndex: number;
  /** From the end of the attempt, as the client saw it, to the next. */
  readonly actualMs: number;
  /** What the device's log said it would wait, counted from its log; null when it said nothing. */
  readonly announcedMs: number | null;
  readonly sinceAnnouncedMs: number;
  readonly retryAfterMs: number | null;
}

/** The pause before the attempt that was just sent; null before a first one, and where no end was seen. */
function pauseBefore(entry: ReadingEntry, at: number): Pause | null {
  const ending = entry.lastEnding;
  if (ending === null || entry.bootAttempts < 2) return null;
  const announced = entry.announcedRetry;
  const speaks = announced !== null && announced.at >= ending.at;
  return {
    retryIndex: entry.bootAttempts - 2,
    actualMs: (at - ending.at) / 1000,
    announcedMs: speaks ? announced.delayMs : null,
    sinceAnnouncedMs: speaks ? (at - announced.at) / 1000 : 0,
    retryAfterMs: ending.retryAfterMs,
  };
}

/** What is wrong with a pause; null when it is lawful. The upper bound holds for what the device announced: the
 *  attempt itself may come later while all its slots are taken. */
function fault(pause: Pause, { policy, scenario }: CheckContext): string | null {
  const bounds = policy.delayBoundsMs(pause.retryIndex);
  const asked = Math.min(pause.retryAfterMs ?? 0, scenario.device.retryAfterMaxMs);
  const min = Math.max(bounds.min, asked);
  const max = Math.max(bounds.max, asked);
  const asks = pause.retryAfterMs === null ? '' : `, Retry-After asked for ${span(pause.retryAfterMs)}`;
  const range = `${policy.name} allows ${span(min)} to ${span(max)} before retry ${pause.retryIndex + 1}${asks}`;
  if (pause.actualMs < min - TOLERANCE_MS) return `came after ${span(pause.actualMs)}; ${range}`;
  const chosenMs = pause.announcedMs ?? pause.actualMs;
  if (chosenMs < min - TOLERANCE_MS || chosenMs > max + TOLERANCE_MS) {
    const verb = pause.announcedMs === null ? 'came after' : 'announced a delay of';
    return `${verb} ${span(chosenMs)}; ${range}`;
  }
  if (pause.announcedMs !== null && pause.sinceAnnouncedMs < pause.announcedMs - TOLERANCE_MS) {
    return `came ${span(pause.sinceAnnouncedMs)} after it had announced ${span(pause.announcedMs)}`;
  }
  return null;
}

/** Announced second copies are not attempts in the sense of the budget; a reboot starts the budget afresh. */
export const retryBudget: Invariant = {
  name: 'retry-budget',
  says: 'at most 1 + R attempts, each delay within the policy and Retry-After',
  create(context) {
    const { ledger, policy, scenario } = context;
    const log = new ViolationLog();
    const lockstep = new LockstepWatch(policy.retriesMax > 0 ? policy.delayBoundsMs(0) : { min: 0, max: 0 });
    const attemptsMax = 1 + policy.retriesMax;
    let observations = 0;
    return {
      observe(event) {
        if (event.kind !== 'attempt_sent') return;
        const entry = ledger.current;
        if (entry === null || entry.open.at(-1)?.copy === true) return;
        observations += 1;
        const { at, device, reading } = event;
        if (entry.bootAttempts > attemptsMax) {
          const message = `attempt ${entry.bootAttempts} since the last boot sent at ${instant(at)}; ${policy.name} allows ${attemptsMax}`;
          log.add({ at, device, reading, message });
          return;
        }
        const pause = pauseBefore(entry, at);
        if (pause === null) return;
        const wrong = fault(pause, context);
        if (wrong !== null)
          log.add({ at, device, reading, message: `the attempt at ${instant(at)} ${wrong}` });
        const asked = Math.min(pause.retryAfterMs ?? 0, scenario.device.retryAfterMaxMs);
        if (pause.retryIndex === 0) lockstep.add(pause.announcedMs ?? pause.actualMs, asked);
      },
      conclude() {
        const message = lockstep.verdict(policy.name);
        if (message !== null) log.add({ at: 0, device: null, reading: null, message });
        return log.verdict(observations);
      },
    };
  },
};
