import { faultsOf } from '../faults/index.ts';
import type { LedgerView, ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import { CutOffWatch } from './cut-off-watch.ts';
import { EchoWatch } from './echo-watch.ts';
import { heldUpMsMax } from './held-up.ts';
import type { CheckContext, Checker, CheckSettings, Invariant } from './invariant.ts';
import { NowAndThenWatch } from './now-and-then-watch.ts';
import { TIMERS_EARLY_MS } from './pause.ts';
import { isSound, REQUESTS_ARE_NAMELESS } from './sound-request.ts';
import { TakesNoneWatch } from './takes-none-watch.ts';
import { ViolationLog } from './violation-log.ts';
import { instant, span } from './words.ts';

const SECOND_US = 1_000_000;
/** Whose client leaves sooner has not been left without an answer: an edge may take so long for one. */
const ANSWER_US = SECOND_US / 2;
/** What an edge may take after a start before it must take readings: it opens its files and its connections. */
const WARM_UP_US = 10 * SECOND_US;
/** An edge that has taken something this shortly before may be at its limit. */
const BUSY_US = SECOND_US;
/** An exchange that was begun this long ago holds nobody up any more, unless a fault has it take longer. */
const WORK_US = 30 * SECOND_US;
/** The longest that a limit of a rate may keep a device out without a word: those that there are count by the minute at most. */
const PACE_US = 60 * SECOND_US;
/** Who comes back so long after the instant that the edge had named has not tried whether it kept its word. */
const UNTRIED_US = 60 * SECOND_US;
/** So many refusals without an excuse, over so long, are no passing weakness. */
const REFUSALS_MIN = 2;
const REFUSED_FOR_US = 5 * SECOND_US;
const TIMERS_EARLY_US = TIMERS_EARLY_MS * 1_000;

const AT_A_LIMIT = 'no refusal was judged: the edge is at a limit also after the faults';

const STORED_ALREADY =
  'it has it in its store, and a copy of what is stored is to be acknowledged, with a 409 or a 2xx';

/** 4xx that say "not now", or "not in this company": they do not speak of the reading. */
const PACE: ReadonlySet<number> = new Set([408, 424, 425, 429]);

/** It names the place where the same request is taken. */
const ELSEWHERE: ReadonlySet<number> = new Set([307, 308]);

/** A reading that the edge has refused since the faults were over. */
interface Refused {
  count: number;
  firstAt: number;
  lastAt: number;
  last: string;
  /** The last answer asked for no request before this instant; 0: it asked for nothing. */
  notBefore: number;
}

/**
 * Liveness of the edge: once the faults are over, what is sent again is taken some time. A reading shows that it is not
 * when it was refused without an excuse (5xx, 3xx, a closed connection, or no answer within the timeout and none to others meanwhile) twice or more over five seconds or longer, and not
 * taken (2xx, 409) up to the end. Excuses are:
 *
 * - the scenario leaves the edge at a limit after the faults (`capacity`, `rateLimit`, `contention`): then the verdict says
 *   that no refusal was judged;
 * - it has taken as many readings as its dedupe store may hold;
 * - it started less than ten seconds ago;
 * - it took some reading in the second before, or works on some request: it may be at a limit of its own;
 * - the request came sooner than the last answer had asked for; and what was refused before counts no more where it came a minute
 *   later than that, or more: meanwhile the edge may have been there;
 * - 408, 425 and 429, which speak of pace, and 424, which speaks of the rest of a batch, from an edge that has taken something of
 *   this device in the minute before: a rate that lets nothing through for longer is none.
 *
 * At any time it must take what it had begun with and what was cut off, as far as it takes others: `CutOffWatch` sees to that.
 * And as long as nothing has gone wrong it must not refuse now and then, or leave unanswered: `NowAndThenWatch`. Nor, then and after
 * the faults, refuse all for a minute: `TakesNoneWatch`.
 *
 * Nor does it take what it answers with 2xx and without the key that the device looks for: `EchoWatch`.
 *
 * What refuses for good is left to `valid-means-accepted`.
 */
export const retryCanSucceed: Invariant = {
  says: 'after the last fault an edge with room takes what is sent again',
  doc: 'Broken by a reading that is refused twice or more, over five seconds or longer, without an excuse such as a limit, a start or a Retry-After, and that is not taken up to the end; one whose client waits for its timeout, while the edge takes nothing else, is refused too. Also at any time by one whose request was cut off, as its client hung up or the edge crashed, and that is refused three times or more from then on, over a second or longer, and never stored, while the edge takes others and refuses none. And by an edge that refuses one request in fifty or more, or lets its client wait for longer than its timeout, each between two that it takes, while nothing at all has gone wrong so far: no fault, no limit, no other request in work, no start just before, no ten requests in a second, and no word when to come back or where to go. And by an edge without a limit that takes nothing for a minute, of twenty requests or more, while nothing has gone wrong so far or the faults are over, and is not closed until an instant that it has named. And by an edge that accepts a reading twice or more without the key that its device looks for in the answer (`device.acknowledge`), so that it is given up, or sent to the end.',
  keptBy: 'edge',
  create: watch,
};

function watch({ ledger, settings, edgeObservable, rulesOf }: CheckContext): Checker {
  const { capacity, rateLimit, contention, dedupe } = settings.edge;
  const heldUpUs = heldUpMsMax(settings) * 1_000;
  const isLimited = capacity !== null || rateLimit !== null || contention !== null;
  const refused = new Map<ReadingEntry, Refused>();
  /** As it was when another place was named: whoever goes on there has not been refused. */
  const beforeElsewhere = new WeakMap<ReadingEntry, Refused>();
  let isHealed = false;
  let healedAt = 0;
  let startedAt = Number.NEGATIVE_INFINITY;
  let takenAt = Number.NEGATIVE_INFINITY;
  let taken = 0;
  /** By device: when it was taken from last, and if never, when it was refused first. */
  const paceFrom = new Map<string, number>();
  let observations = 0;
  let nameless = 0;
  const cutOffs = new CutOffWatch({
    isStored: ({ device, reading }) => ledger.isStored(device, reading),
    isStoreSeen: edgeObservable.stored,
  });

  const echoes = new EchoWatch(ledger.answers);
  const nowAndThen = new NowAndThenWatch();
  const takesNone = new TakesNoneWatch();
  if (isAtFault(settings.edge)) nowAndThen.disturbed();
  /** When the edge was given a request for a reading last, where somebody may ask. */
  let givenAt = new WeakMap<ReadingEntry, number>();
  /** The last attempt of a reading at which the disk of the edge was full: how that is refused says no more. */
  const failed = new WeakMap<ReadingEntry, number>();
  const disturbed = (): void => {
    takesNone.beginsAnew();
    if (nowAndThen.isOver) return;
    nowAndThen.disturbed();
    // It is not kept up to date from here on.
    givenAt = new WeakMap();
  };
  /** How long the edge has had a request whose client has left; null where that may have been in a hurry. */
  const waitedUs = (at: number, entry: ReadingEntry): number | null => {
    const waited = at - (givenAt.get(entry) ?? at);
    const { timeoutMs } = rulesOf(entry.device).settings;
    return waited < Math.max(ANSWER_US, (timeoutMs * 1_000) / 2) ? null : waited;
  };

  /** Null: the edge closed the connection. */
  function answeredInPeace(
    entry: ReadingEntry | null,
    { at, attempt, retryAfter }: Pick<EventOf<'request_answered'>, 'at' | 'attempt' | 'retryAfter'>,
    status: number | null,
  ): void {
    if (entry === null || !isSound(entry, attempt)) return;
    const takes = status !== null && ledger.answers.words.isDone(status);
    // What is refused for good is named by itself; and what its client does not wait for any more was left unanswered.
    if (!takes && status !== null && ledger.answers.words.isPermanent(status)) return;
    if (status !== null && !isWaitedFor(entry, attempt)) return;
    const { device, reading } = entry;
    const hasReason =
      !takes &&
      (retryAfter !== null ||
        (status !== null && (PACE.has(status) || ELSEWHERE.has(status))) ||
        at - startedAt < WARM_UP_US ||
        isAtWork(ledger, at, WORK_US));
    nowAndThen.did({ at, device, reading, refused: takes ? null : wordsFor(status), hasReason });
  }

  /** Its client has left, though not in a hurry: the edge had it for long enough. */
  function leave({ at, attempt, copy }: EventOf<'client_gone'>, entry: ReadingEntry): void {
    const waited = waitedUs(at, entry);
    if (waited === null) return;
    const { device, reading } = entry;
    const refusal = `not answered within ${span(waited / 1_000)}`;
    const isYoung = at - startedAt < WARM_UP_US;
    nowAndThen.did({ at, device, reading, refused: refusal, hasReason: isYoung });
    if (cutOffs.isCut(entry)) cutOffs.refused(entry, { at, attempt, copy }, refusal);
    // An edge that took another meanwhile has been at work.
    const isHeldUp = isLimited || taken >= dedupe.limit || isYoung || at - healedAt < heldUpUs;
    if (isHealed && !isHeldUp && takenAt < at - waited) count(at, entry, refusal);
  }

  /** Also before the heal. */
  function refuseOrTake(
    entry: ReadingEntry | null,
    delivery: Pick<EventOf<'request_answered'>, 'at' | 'attempt' | 'copy'>,
    status: number | null,
  ): void {
    if (status !== null && ledger.answers.words.isDone(status)) cutOffs.took(entry);
    else if (entry !== null && failed.get(entry) === delivery.attempt) return;
    else if (status === null || !ledger.answers.words.isPermanent(status))
      cutOffs.refused(entry, delivery, wordsFor(status));
  }

  /** Of what nobody refuses for good: whether the edge has taken anything lately. */
  function refuseAll({ device, reading }: ReadingEntry, at: number, how: string): void {
    const isInPeace = !nowAndThen.isOver || (isHealed && at - healedAt >= heldUpUs);
    if (!isInPeace || isLimited || taken >= dedupe.limit || at - startedAt < WARM_UP_US) return;
    takesNone.refused({ at, device, reading }, how);
  }

  /** Whether the device may come too often. */
  function isOfPace(at: number, status: number | null, device: string): boolean {
    const from = paceFrom.get(device);
    return status !== null && PACE.has(status) && from !== undefined && at - from < PACE_US && taken > 0;
  }

  function hasExcuse(at: number, status: number | null, device: string, { notBefore }: Refused): boolean {
    return (
      isLimited ||
      taken >= dedupe.limit ||
      at - startedAt < WARM_UP_US ||
      at - takenAt < BUSY_US ||
      at < notBefore - TIMERS_EARLY_US ||
      isOfPace(at, status, device) ||
      isAtWork(ledger, at, Math.max(WORK_US, heldUpUs))
    );
  }

  function refuse(at: number, entry: ReadingEntry, status: number | null): void {
    const known = knownOf(entry, at);
    if (status !== null && ELSEWHERE.has(status)) beforeElsewhere.set(entry, { ...known });
    else beforeElsewhere.delete(entry);
    if (!hasExcuse(at, status, entry.device, known)) count(at, entry, wordsFor(status));
  }

  function knownOf(entry: ReadingEntry, at: number): Refused {
    const known = refused.get(entry) ?? { count: 0, firstAt: at, lastAt: at, last: '', notBefore: 0 };
    refused.set(entry, known);
    return known;
  }

  function count(at: number, entry: ReadingEntry, how: string): void {
    const known = knownOf(entry, at);
    observations += 1;
    // Nobody has tried whether it would have taken it when it had said that it would.
    if (known.notBefore > 0 && at - known.notBefore > UNTRIED_US) known.count = 0;
    if (known.count === 0) known.firstAt = at;
    known.count += 1;
    known.lastAt = at;
    known.last = how;
  }

  return {
    on: {
      phase_started({ at, phase }) {
        if (phase !== 'heal') return;
        isHealed = true;
        healedAt = at;
      },
      edge_started({ at }) {
        startedAt = at;
        takesNone.beginsAnew();
      },
      window_opened: disturbed,
      fault_injected({ fault, device, reading, attempt }) {
        disturbed();
        const entry = reading === null ? undefined : ledger.find(device, reading);
        if (fault === 'edge.disk' && entry !== undefined) failed.set(entry, attempt);
      },
      edge_crashed: disturbed,
      device_crashed: disturbed,
      attempt_refused: disturbed,
      request_lost: disturbed,
      answer_lost: disturbed,
      copy_lost: disturbed,
      request_delivered({ at }, entry) {
        if (entry !== null && (isHealed || !nowAndThen.isOver || cutOffs.isCut(entry)))
          givenAt.set(entry, at);
      },
      client_gone(event, entry) {
        const { at, attempt, copy } = event;
        if (entry === null || !isSound(entry, attempt)) return;
        leave(event, entry);
        cutOffs.cutOff(entry, { at, attempt, copy, how: 'its client hung up', heldUpUntil: at + heldUpUs });
      },
      request_answered(event, entry) {
        const { at, device, reading, attempt, copy, status, source } = event;
        if (source !== 'edge') return;
        // Only who hears of another place can go on there.
        if (entry !== null && ELSEWHERE.has(status) && !isWaitedFor(entry, attempt)) return;
        if (!nowAndThen.isOver) answeredInPeace(entry, event, status);
        refuseOrTake(entry, { at, attempt, copy }, status);
        const takes = ledger.answers.words.isDone(status);
        if (takes || !paceFrom.has(device)) paceFrom.set(device, at);
        const isLater = !takes && !ledger.answers.words.isPermanent(status);
        if (takes) {
          takenAt = at;
          taken += 1;
          takesNone.beginsAnew();
        } else if (isLater && entry !== null && !ELSEWHERE.has(status) && isSound(entry, attempt))
          refuseAll(entry, at, wordsFor(status));
        if (!isHealed) return;
        if (reading === null) nameless += 1;
        if (entry === null || !isSound(entry, attempt)) return;
        if (takes) {
          observations += 1;
          refused.delete(entry);
        } else if (isLater) refuse(at, entry, status);
      },
      attempt_reset({ at, attempt, by }, entry) {
        const delivery = { at, attempt, copy: 0 };
        if (by === 'edge_closed') {
          if (!nowAndThen.isOver) answeredInPeace(entry, { at, attempt, retryAfter: null }, null);
          refuseOrTake(entry, delivery, null);
        } else disturbed();
        // The edge had begun with it.
        if ((by === 'edge.restart' || by === 'edge.crash') && entry !== null && isSound(entry, attempt))
          cutOffs.cutOff(entry, { ...delivery, how: 'the edge crashed', heldUpUntil: at });
        if (by !== 'edge_closed' || entry === null || !isSound(entry, attempt)) return;
        refuseAll(entry, at, wordsFor(null));
        if (isHealed) refuse(at, entry, null);
      },
      redirect_followed(_event, entry) {
        const before = entry === null ? undefined : beforeElsewhere.get(entry);
        if (entry !== null && before !== undefined) refused.set(entry, before);
      },
      answer_delivered(event, entry) {
        const { at, attempt, retryAfterMs } = event;
        if (retryAfterMs !== null) takesNone.closedUntil(at + retryAfterMs * 1_000);
        if (entry !== null && (isHealed || !nowAndThen.isOver) && isSound(entry, attempt))
          echoes.heard(entry, event);
        const known = entry === null ? undefined : refused.get(entry);
        if (known !== undefined) known.notBefore = retryAfterMs === null ? 0 : at + retryAfterMs * 1_000;
      },
    },
    conclude() {
      const log = new ViolationLog();
      if (!isLimited) for (const violation of cutOffs.violations()) log.add(violation);
      for (const violation of nowAndThen.violations()) log.add(violation);
      for (const violation of takesNone.violations()) log.add(violation);
      for (const violation of echoes.violations()) log.add(violation);
      if (!isHealed && log.count === 0)
        return { kind: 'not-observable', why: 'the run ended before the faults did' };
      observations += cutOffs.observations;
      if (observations === 0 && nameless > 0) return { kind: 'not-observable', why: REQUESTS_ARE_NAMELESS };
      for (const [{ device, reading, storedTimes }, { count, firstAt, lastAt, last }] of refused) {
        if (count < REFUSALS_MIN || lastAt - firstAt < REFUSED_FOR_US) continue;
        const over = span((lastAt - firstAt) / 1_000);
        const message = `refused ${count} times over ${over} after the last fault, at last at ${instant(lastAt)} (${last}), by an edge that had nothing else to do; ${storedTimes > 0 ? STORED_ALREADY : 'it did not take it to the end'}`;
        log.add({ at: lastAt, device, reading, kind: 'refused-to-the-end', message });
      }
      return log.verdict(observations, isLimited ? AT_A_LIMIT : null);
    },
  };
}

/** A fault that an edge plays, or that is played in front of it, from the start on. */
function isAtFault(edge: CheckSettings['edge']): boolean {
  const settings = new Map<string, unknown>(Object.entries(edge));
  return faultsOf('edge').some(({ key, isOn }) => isOn(settings.get(key)));
}

function isWaitedFor({ open }: ReadingEntry, attempt: number): boolean {
  return open.some((each) => each.attempt === attempt && each.clientWaits);
}

function wordsFor(status: number | null): string {
  return status === null ? 'the edge closed the connection' : `answered ${status}`;
}

/** The edge works on a request, which takes so long at most: whoever comes then may have to wait. */
function isAtWork(ledger: LedgerView, at: number, workUs: number): boolean {
  for (const { open } of ledger.openEntries()) {
    for (const { atEdge, copiesAtEdge, sentAt } of open) {
      if ((atEdge || copiesAtEdge > 0) && at - sentAt < workUs) return true;
    }
  }
  return false;
}
