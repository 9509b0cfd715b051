import { endByAnswer } from '../ledger/index.ts';
import type { LedgerView, ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import type { DeviceRules, Invariant } from './invariant.ts';
import { LatenessWatch } from './lateness-watch.ts';
import type { Ended } from './lateness-watch.ts';
import { LockstepWatch } from './lockstep-watch.ts';
import type { Pause } from './pause.ts';
import { pauseBefore, TIMERS_EARLY_MS } from './pause.ts';
import { SmallerLists } from './smaller-lists.ts';
import { TakenUpWatch } from './taken-up-watch.ts';
import { ViolationLog } from './violation-log.ts';
import { counted, instant, span } from './words.ts';

const UPPER_BOUND_IS_HIDDEN =
  'the upper bound is not observable: the device does not say what it waits (retrying_after_backoff, delay_ms)';

/** For who was held back by something that nobody can see. */
const TELL = '; what it waits on purpose it can say (retrying_after_backoff, delay_ms)';

/** Of what an answer asks for, added to it. */
const JITTER_MAX = 0.5;

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** The most of a client that waits for Retry-After first and then for its own delay, as retry libraries do, or spreads it. */
  readonly inTurn: number;
}

/**
 * How long a client may wait before the retry of this index, in ms. It need not wait for longer than is set, and may. A date it may
 * hold against its own clock, or against that of whoever gave it; and it may go by the answer to a copy.
 */
function boundsAt(retryIndex: number, pause: Pause, rules: DeviceRules): Bounds {
  let bounds = boundsAsked(retryIndex, pause.retryAfterMs, pause, rules);
  for (const asked of pause.orAskedMs) bounds = around(bounds, boundsAsked(retryIndex, asked, pause, rules));
  return bounds;
}

function around(one: Bounds, other: Bounds): Bounds {
  return {
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    inTurn: Math.max(one.inTurn, other.inTurn),
  };
}

function boundsAsked(
  retryIndex: number,
  asked: number | null,
  pause: Pause,
  { policy, settings }: DeviceRules,
): Bounds {
  const askedMs = asked ?? 0;
  const dueMs = Math.min(askedMs, settings.retryAfterMaxMs);
  const retryAfterMs = asked === null ? null : dueMs;
  const { min, max } = policy.delayBoundsMs(retryIndex, { status: pause.status, retryAfterMs });
  // What an answer asks for is the least (RFC 9110 §10.2.3): a client may add its own delay to it, or jitter.
  const longer = askedMs > 0 ? Math.max(max + askedMs, askedMs * (1 + JITTER_MAX)) : max;
  if (policy.handlesRetryAfter === true) return { min, max, inTurn: longer };
  return { min: Math.max(min, dueMs), max: longer, inTurn: longer };
}

/** What the client may count as retries beside those that were seen. */
interface Doubt {
  /** So many attempts may have failed that nobody could tell to be of this reading. */
  readonly hiddenMax: number;
  /** So many were none to who counts those of a request: it was in another before. */
  readonly inOthers: number;
}

/** The same here, whichever way it counts. */
function boundsOf(pause: Pause, { hiddenMax, inOthers }: Doubt, rules: DeviceRules): Bounds {
  const { retryIndex } = pause;
  const last = Math.max(0, rules.policy.retriesMax - 1);
  const indexMin = Math.min(Math.max(0, retryIndex - inOthers), last);
  const seen = boundsAt(indexMin, pause, rules);
  const indexMax = Math.min(retryIndex + hiddenMax, last);
  if (indexMax <= indexMin) return seen;
  return around(seen, boundsAt(indexMax, pause, rules));
}

/** Put into words only when it is broken: numbers as texts cost more than all the rest. */
function inWords({ min, max }: Bounds, pause: Pause, { policy }: DeviceRules): string {
  const asked = [pause.retryAfterMs ?? 0, ...pause.orAskedMs].filter((ms) => ms > 0);
  const asks = asked.length === 0 ? '' : `, Retry-After asked for ${asked.map(span).join(' or ')}`;
  return `${policy.name} allows ${span(min)} to ${span(max)} before retry ${pause.retryIndex + 1}${asks}`;
}

interface Fault {
  readonly kind: string;
  readonly says: string;
}

/**
 * What is wrong with a pause; null when it is lawful. The policy's upper bound is held against what the device announced: the
 * attempt itself may come later, while all places are taken.
 */
function fault(pause: Pause, bounds: Bounds, rules: DeviceRules): Fault | null {
  const { settings } = rules;
  const { min, max } = bounds;
  const range = (): string => inWords(bounds, pause, rules);
  if (pause.actualMs < min - TIMERS_EARLY_MS) {
    if (!pause.overlaps) return { kind: 'too-early', says: `came after ${span(pause.actualMs)}; ${range()}` };
    const waits = `which waits for its answer (timeout ${span(settings.timeoutMs)})`;
    return {
      kind: 'while-another-waits',
      says: `came ${span(pause.sinceSentMs)} after the one before was sent, ${waits}; ${range()}`,
    };
  }
  if (pause.announcedMs === null) return null;
  if (pause.announcedMs < min - TIMERS_EARLY_MS || pause.announcedMs > max + TIMERS_EARLY_MS) {
    return {
      kind: 'announced-outside',
      says: `announced a delay of ${span(pause.announcedMs)}; ${range()}`,
    };
  }
  if (pause.sinceAnnouncedMs < pause.announcedMs - TIMERS_EARLY_MS) {
    return {
      kind: 'sooner-than-announced',
      says: `came ${span(pause.sinceAnnouncedMs)} after it had announced ${span(pause.announcedMs)}`,
    };
  }
  return null;
}

/** What devices that go by the same rules are held to. */
class Budget {
  readonly lateness: LatenessWatch;
  observations = 0;
  /** Of devices that send lists: one may wait until there are enough. */
  readonly #lists: SmallerLists;
  readonly #rules: DeviceRules;
  readonly #log: ViolationLog;
  readonly #lockstep: LockstepWatch;
  readonly #takenUp: TakenUpWatch;

  constructor(rules: DeviceRules, ledger: LedgerView, log: ViolationLog) {
    const { policy } = rules;
    this.#rules = rules;
    this.#log = log;
    this.#lockstep = new LockstepWatch(policy.retriesMax > 0 ? policy.delayBoundsMs(0) : { min: 0, max: 0 });
    this.lateness = new LatenessWatch(ledger, policy);
    this.#takenUp = new TakenUpWatch(ledger, policy);
    this.#lists = new SmallerLists(ledger);
  }

  listed(event: EventOf<'batch_sent'>): void {
    this.#lists.listed(event);
  }

  observe({ at, device, reading }: EventOf<'attempt_sent'>, entry: ReadingEntry | null): void {
    const { policy, settings } = this.#rules;
    this.lateness.sent(device, at);
    if (entry === null || entry.lastIsCopy || entry.lastIsHop) return;
    this.observations += 1;
    const left = this.#lists.leftBy(entry, at);
    const attemptsMax = 1 + policy.retriesMax + left.count;
    const attempts = entry.bootAttempts + (entry.refusedHere?.count ?? 0);
    if (attempts > attemptsMax) {
      const message = `attempt ${attempts} since the last boot sent at ${instant(at)}; ${policy.name} allows ${attemptsMax}`;
      this.#log.add({ at, device, reading, kind: 'too-many-attempts', message });
      return;
    }
    const uncalled = this.#takenUp.sent(entry, at);
    if (uncalled !== null) {
      const message = `the attempt at ${instant(at)} ${uncalled}`;
      this.#log.add({ at, device, reading, kind: 'taken-up-too-often', message });
    }
    const pause = pauseBefore(entry, at, settings.timeoutMs);
    if (pause === null || left.isNow) return;
    const doubt = { hiddenMax: entry.hiddenAttemptsMax, inOthers: left.count };
    const bounds = boundsOf(pause, doubt, this.#rules);
    const wrong = fault(pause, bounds, this.#rules) ?? this.#lateFault(entry, at, pause, bounds);
    if (wrong !== null) {
      const { kind, says } = wrong;
      this.#log.add({ at, device, reading, kind, message: `the attempt at ${instant(at)} ${says}` });
    }
    const asked = Math.min(Math.max(pause.retryAfterMs ?? 0, ...pause.orAskedMs), settings.retryAfterMaxMs);
    if (pause.retryIndex === 0) this.#lockstep.add(pause.announcedMs ?? pause.actualMs, asked);
  }

  conclude(): void {
    const message = this.#lockstep.verdict(this.#rules.policy.name);
    if (message !== null) this.#log.add({ at: 0, device: null, reading: null, kind: 'no-jitter', message });
  }

  /** What is wrong with a retry that came later than it was due, or was announced for. */
  #lateFault(entry: ReadingEntry, at: number, pause: Pause, bounds: Bounds): Fault | null {
    const { lastEnding: ending } = entry;
    const isAnnounced = pause.announcedMs !== null;
    // By the end itself, not by the timeout that the device was asked to have.
    const waitsForOthers = this.#lists.has(entry.device);
    const isOpen = entry.refusedHere === null && entry.word === null;
    const { device, bootAttempts, announcedCopies } = entry;
    if (ending === null || pause.overlaps || waitsForOthers || !isOpen) {
      if (!isAnnounced) this.lateness.leaveOut(bootAttempts - 1);
      return null;
    }
    const inTurn = ending.at + bounds.inTurn * 1_000;
    const due = isAnnounced
      ? announcedFor(pause, at, inTurn)
      : { from: ending.at + bounds.min * 1_000, to: inTurn };
    const retry = {
      device,
      nth: bootAttempts - 1,
      hasCopies: announcedCopies > 0,
      at,
      endedAt: ending.at,
      dueFrom: due.from,
      dueAt: due.to + TIMERS_EARLY_MS * 1_000,
      isAnnounced,
    };
    if (!this.lateness.isLate(retry)) return null;
    if (pause.announcedMs !== null) {
      const came = `came ${span(pause.sinceAnnouncedMs)} after it had announced ${span(pause.announcedMs)}`;
      return { kind: 'later-than-announced', says: `${came}, though nothing was in flight` };
    }
    const came = `came after ${span((at - ending.at) / 1_000)}`;
    return {
      kind: 'too-late',
      says: `${came}, though nothing was in flight; ${inWords(bounds, pause, this.#rules)}${TELL}`,
    };
  }
}

/** In microseconds. Who waits for what an answer asks first, and then as announced, is due when both are over. */
function announcedFor(
  { announcedMs, sinceAnnouncedMs, retryAfterMs, orAskedMs }: Pause,
  at: number,
  inTurn: number,
): { readonly from: number; readonly to: number } {
  const from = at + ((announcedMs ?? 0) - sinceAnnouncedMs) * 1_000;
  const isAsked = Math.max(retryAfterMs ?? 0, ...orAskedMs) > 0;
  return { from, to: isAsked ? Math.max(from, inTurn) : from };
}

/** A request that is over for the client. */
interface OverAt {
  readonly at: number;
  readonly device: string;
  readonly reading: number | null;
}

/** The numbers of retries of which fewer than half were held against the upper bound. */
function mostlyHidden(watches: readonly LatenessWatch[]): readonly number[] {
  const numbers = new Set(watches.flatMap(({ seenOf }) => [...seenOf.keys()]));
  const seen = (nth: number): number => watches.reduce((sum, { seenOf }) => sum + (seenOf.get(nth) ?? 0), 0);
  return [...numbers].filter((nth) => seen(nth) < 0).toSorted((one, other) => one - other);
}

/** Announced second copies are not attempts in the sense of the budget, nor are redirects that a client follows. */
export const retryBudget: Invariant = {
  says: 'at most 1 + R attempts, each delay within the policy and Retry-After',
  doc: 'R is the number of retries, which begins anew with a reboot, and when a parked reading is taken up: after an acknowledgement, or no more often than the policy waits at most. A reading that goes alone, or in a part of its list, after the whole list was refused need not wait, and that need not count as a retry. Retry-After counts up to `device.retryAfterMax`. Where the policy promises jitter, first retries that all wait equally long break it too.',
  keptBy: 'device',
  create({ rulesOf, ledger }) {
    const log = new ViolationLog();
    const budgets = new Map<DeviceRules, Budget>();
    const budgetOf = (device: string): Budget => {
      const rules = rulesOf(device);
      const known = budgets.get(rules) ?? new Budget(rules, ledger, log);
      budgets.set(rules, known);
      return known;
    };
    const latenessOf = (device: string): LatenessWatch => budgetOf(device).lateness;
    const allThaw = (at: number): void => {
      for (const { lateness } of budgets.values()) lateness.thawed(at);
    };
    const over = ({ at, device, reading }: OverAt, how: Omit<Ended, 'at'>): void => {
      const lateness = latenessOf(device);
      lateness.ended(device, { at, ...how });
      if (reading === null) lateness.namelessEnded(device, at);
    };
    const unanswered = (event: OverAt): void => over(event, { failed: true, askedMs: null });
    return {
      on: {
        attempt_sent: (event, entry) => budgetOf(event.device).observe(event, entry),
        batch_sent: (event) => budgetOf(event.device).listed(event),
        answer_delivered(event) {
          const failed = endByAnswer(event.status, event.echoed, ledger.answers) === null;
          const { retryAfterMs, byDateMs } = event;
          const askedMs = byDateMs === undefined ? retryAfterMs : Math.max(byDateMs, retryAfterMs ?? 0);
          over(event, { failed, askedMs });
        },
        attempt_refused: unanswered,
        attempt_reset: unanswered,
        attempt_abandoned: unanswered,
        device_crashed: ({ device }) => latenessOf(device).crashed(device),
        fault_injected({ at, fault, device }) {
          if (fault === 'device.freeze') latenessOf(device).frozen(device, at);
        },
        window_closed({ at, faults }) {
          if (faults.includes('device.freeze')) allThaw(at);
        },
        phase_started: ({ at }) => allThaw(at),
      },
      conclude() {
        const all = [...budgets.values()];
        for (const budget of all) budget.conclude();
        const sum = (of: (budget: Budget) => number): number =>
          all.reduce((total, budget) => total + of(budget), 0);
        const observations = sum((budget) => budget.observations);
        const unjudged = sum(({ lateness }) => lateness.unjudged);
        if (unjudged === 0 || log.count > 0) return log.verdict(observations);
        if (sum(({ lateness }) => lateness.judged) === 0)
          return { kind: 'not-observable', why: `no delay was too short; ${UPPER_BOUND_IS_HIDDEN}` };
        const unseen = mostlyHidden(all.map(({ lateness }) => lateness));
        const hidden = `of ${counted(unjudged, 'retry', 'retries')} ${UPPER_BOUND_IS_HIDDEN}`;
        if (unseen.length === 0) return log.verdict(observations, hidden);
        const which = unseen.map((nth) => `no. ${nth}`).join(', ');
        return log.verdict(observations, `${hidden}, among them most of the retries ${which}`, 'in part');
      },
    };
  },
};
