import type { LedgerView } from '../ledger/index.ts';
import type { DeviceRules } from './invariant.ts';
import { LOOKS_EVERY_MS, TIMERS_EARLY_MS } from './pause.ts';

/** So many failures in a row open the circuit breakers that count them; ours of the policies, and those of libraries. */
const FAILURES_IN_A_ROW = 3;
/**
 * Such a share of what was over in so long a time opens those that go by a rate: less than the half of opossum, which asks for no
 * least number (`errorThresholdPercentage`, `volumeThreshold`), and the whole of the seconds in which it counts
 * (`rollingCountTimeout` of 10 s, in ten of which the first may be over). Those of resilience4j and Polly begin at a hundred requests.
 */
const FAILED_SHARE = 0.4;
const RATED_FOR_US = 9_000_000;
/**
 * For so long they stay open, whatever else is answered meanwhile: the defaults of resilience4j (`waitDurationInOpenState`) and
 * pybreaker (`reset_timeout`), twice that of opossum (`resetTimeout`), and longer than those of others.
 */
const OPEN_FOR_US = 60_000_000;
/** After so many retries of other readings a budget of retries may be spent, and it is not known how soon it fills again. */
const OTHERS_MAX = 3;

/** So many retries that failed later and came in time before this one: a budget or a limiter serves those first that came first. */
const OVERTAKEN_BY = 3;
/** Retries, and times without a request, that are kept of each device. */
const KEPT_MAX = 64;

/** Nothing that holds a device back for reasons of its own has it send nothing at all for longer than this. */
const SILENT_MAX_US = 30_000_000;

const LOOKS_EVERY_US = LOOKS_EVERY_MS * 1_000;

const TIMERS_EARLY_US = TIMERS_EARLY_MS * 1_000;

/** A retry that has left. Microseconds. */
interface Kept {
  readonly at: number;
  /** When the attempt before it was over. */
  readonly endedAt: number;
  /** The soonest that it was due. */
  readonly dueFrom: number;
  readonly isInTime: boolean;
}

interface Idle {
  readonly from: number;
  readonly to: number;
  /** What was over last before it was no failure: no breaker was open. */
  readonly isClosed: boolean;
}

/** Requests of one device, from the first retry on that it did not announce, or that was late. Microseconds. */
interface Flights {
  inFlight: number;
  readonly since: number;
  /** When it sent last; and what was sent before that. */
  sentAt: number;
  sentBefore: number;
  /** No two requests left with less in between. */
  leastGap: number;
  /** Retries that were watched. */
  retries: number;
  /** The last of them. */
  readonly kept: Kept[];
  /** When it had nothing in flight last, for however short a time. */
  idleFrom: number;
  idleUntil: number;
  /** When it had nothing in flight for longer than its queue may go without being looked through, in order. */
  readonly idles: Idle[];
  /** What its answers asked it to wait for. */
  askedUntil: number;
  /** Attempts that failed since one was last answered for good or taken. */
  failures: number;
  /** What was over lately, in order. */
  readonly rated: { readonly at: number; readonly failed: boolean }[];
  /** Until when a breaker may hold back everything. */
  heldUntil: number;
}

/** Of a reading, since the last boot of its device. Microseconds. */
export interface Retry {
  readonly device: string;
  /** From 1. */
  readonly nth: number;
  /** A second copy beside an attempt may end after it, and be waited for. */
  readonly hasCopies: boolean;
  readonly at: number;
  /** When the attempt before it was over. */
  readonly endedAt: number;
  /** The soonest and the latest that it is due. */
  readonly dueFrom: number;
  readonly dueAt: number;
  /** Whether the device said when. */
  readonly isAnnounced: boolean;
}

/** How an attempt is over for the client. */
export interface Ended {
  readonly at: number;
  /** Whether it is to be tried again. */
  readonly failed: boolean;
  /** What its answer asks it to wait, in ms. */
  readonly askedMs: number | null;
}

/**
 * Sees from outside that a retry came too late. A retry may lawfully come later than its delay, also than one that the device
 * announced: until its queue is looked through, while all places are taken, while the policy or a circuit breaker holds the
 * whole device back, because an answer asked the device to wait, or because a limiter or a budget of retries of its own gave it
 * no room. So it is late for sure only where the device had nothing at all in flight for more than a second at one time, after
 * the retry was due; nobody had asked it for anything; its process did not stand still; it had failed neither three times in a
 * row nor two times in five in the minute before; since the attempt before it no request of it was over that tells no reading,
 * which may have been a part of this one: a question what became of it, or for a new token; and either three retries that
 * failed later and were due later have come before it, all of them in time, or it sent nothing else from then on, has sent
 * requests closer together, and has hardly retried anything else since its boot. A device that announces its retries is watched
 * from the first on that is late, so that others cost nothing.
 */
export class LatenessWatch {
  readonly #ledger: LedgerView;
  /** What one reading is held back by may be the fate of others. */
  readonly #sharesMemory: boolean;
  readonly #devices = new Map<string, Flights>();
  /** Whose process stands still, and since when. */
  readonly #frozenAt = new Map<string, number>();
  /** From when until when it stood still last. */
  readonly #stops = new Map<string, { readonly from: number; readonly to: number }>();
  /** When a request was over last that tells no reading. */
  readonly #namelessAt = new Map<string, number>();
  /** Retries that nobody had announced: those that were held against the upper bound, and the others. */
  judged = 0;
  unjudged = 0;
  /** Of the first retries of readings, the second ones and so on: how many more were held against it than were not. */
  readonly seenOf = new Map<number, number>();

  constructor(ledger: LedgerView, policy: DeviceRules['policy']) {
    this.#ledger = ledger;
    this.#sharesMemory = policy.memory === 'device' || policy.memory === 'process';
  }

  /** Each request, before anything else is asked about it. */
  sent(device: string, at: number): void {
    const flights = this.#devices.get(device);
    if (flights === undefined) return;
    if (flights.inFlight === 0 && at > flights.idleFrom) {
      flights.idleUntil = at;
      if (at - flights.idleFrom > LOOKS_EVERY_US)
        keepLast(flights.idles, { from: flights.idleFrom, to: at, isClosed: flights.failures === 0 });
    }
    flights.inFlight += 1;
    flights.leastGap = Math.min(flights.leastGap, flights.sentAt - flights.sentBefore);
    flights.sentBefore = flights.sentAt;
    flights.sentAt = at;
  }

  ended(device: string, { at, failed, askedMs }: Ended): void {
    const flights = this.#devices.get(device);
    if (flights === undefined) return;
    flights.inFlight = Math.max(0, flights.inFlight - 1);
    if (flights.inFlight === 0) flights.idleFrom = at;
    flights.failures = failed ? flights.failures + 1 : 0;
    const { rated } = flights;
    rated.push({ at, failed });
    while ((rated[0]?.at ?? at) <= at - RATED_FOR_US) rated.shift();
    const isOften = failed && rated.filter((each) => each.failed).length >= FAILED_SHARE * rated.length;
    if (isOften || flights.failures >= FAILURES_IN_A_ROW) flights.heldUntil = at + OPEN_FOR_US;
    if (askedMs !== null) flights.askedUntil = Math.max(flights.askedUntil, at + askedMs * 1_000);
  }

  /** A request is over, however, that tells no reading. */
  namelessEnded(device: string, at: number): void {
    this.#namelessAt.set(device, at);
  }

  crashed(device: string): void {
    this.#devices.delete(device);
    this.#frozenAt.delete(device);
  }

  frozen(device: string, at: number): void {
    this.#frozenAt.set(device, at);
  }

  /** Those that stood still go on. */
  thawed(at: number): void {
    for (const [device, from] of this.#frozenAt) this.#stops.set(device, { from, to: at });
    this.#frozenAt.clear();
  }

  /** The `nth` retry of a reading left at `at`, and was due by `dueAt`: whether it is late and has no excuse. */
  isLate({ device, nth, hasCopies, at, endedAt, dueFrom, dueAt, isAnnounced }: Retry): boolean {
    const lateFrom = dueAt + LOOKS_EVERY_US;
    const isInTime = at <= lateFrom;
    const known = this.#devices.get(device);
    if (known === undefined && isAnnounced && isInTime) return false;
    const flights = known ?? this.#watch(device, at);
    flights.retries += 1;
    const isOvertaken =
      !isInTime && wasOvertaken(flights, { endedAt, dueAt, from: lateFrom, to: at - LOOKS_EVERY_US });
    keepLast(flights.kept, { at, endedAt, dueFrom, isInTime });
    if (isInTime) {
      if (!isAnnounced) this.#judge(nth);
      return false;
    }
    const wasIdle = dueAt >= flights.since && idleAfter(flights, dueAt).length > 0;
    const stop = this.#stops.get(device) ?? { from: 0, to: 0 };
    // Of two waits in a row the second begins when the process goes on.
    const stoodStill = Math.max(0, stop.to - Math.max(stop.from, endedAt));
    const wasFrozen = stop.to > dueAt || at <= lateFrom + stoodStill;
    const wasAsking = (this.#namelessAt.get(device) ?? Number.NEGATIVE_INFINITY) > endedAt;
    const isExcused = hasCopies || wasFrozen || wasAsking;
    const isHeld = flights.heldUntil > dueAt || flights.askedUntil > dueAt;
    const isLimited = flights.sentBefore > dueAt || isAsClose(at - flights.sentBefore, flights);
    const isSpent = flights.retries - nth >= OTHERS_MAX;
    // A breaker that is open lets one go first, whoever asks, and one that closes is open again before all have come through.
    const wasClosed = idleAfter(flights, dueAt).some(({ isClosed }) => isClosed);
    const mayBeHeld = isHeld && !(isOvertaken && wasClosed);
    const mayBeInTurn = (isLimited || isSpent) && !isOvertaken;
    const hadNoRoom = (mayBeHeld || mayBeInTurn) && !wasSilent(flights, at, dueAt);
    if (this.#sharesMemory || !wasIdle || isExcused || hadNoRoom) {
      if (!isAnnounced) this.leaveOut(nth);
      return false;
    }
    if (!isAnnounced) this.#judge(nth);
    return true;
  }

  /** The `nth` retry of a reading, which is not held against the upper bound. */
  leaveOut(nth: number): void {
    this.unjudged += 1;
    this.seenOf.set(nth, (this.seenOf.get(nth) ?? 0) - 1);
  }

  #judge(nth: number): void {
    this.judged += 1;
    this.seenOf.set(nth, (this.seenOf.get(nth) ?? 0) + 1);
  }

  #watch(device: string, at: number): Flights {
    let inFlight = 0;
    // Readings that wait for a retry have failed.
    let failures = 0;
    for (const entry of this.#ledger.openEntries()) {
      if (entry.device !== device) continue;
      inFlight += entry.open.filter(({ clientWaits }) => clientWaits).length;
      if (entry.lastEnding !== null) failures += 1;
    }
    const flights: Flights = {
      inFlight,
      since: at,
      sentAt: at,
      sentBefore: Number.NEGATIVE_INFINITY,
      leastGap: Number.POSITIVE_INFINITY,
      retries: 0,
      kept: [],
      idleFrom: at,
      idleUntil: 0,
      idles: [],
      askedUntil: 0,
      failures,
      rated: [],
      heldUntil: failures >= FAILURES_IN_A_ROW ? at + OPEN_FOR_US : 0,
    };
    this.#devices.set(device, flights);
    return flights;
  }
}

function keepLast<Item>(kept: Item[], item: Item): void {
  kept.push(item);
  if (kept.length > KEPT_MAX) kept.shift();
}

/** When it had nothing in flight for so long from then on, at one time, that it must have looked through its queue. */
function idleAfter({ idles }: Flights, dueAt: number): readonly Idle[] {
  return idles.filter(({ from, to }) => to - Math.max(from, dueAt) > LOOKS_EVERY_US);
}

/** While a retry was late, but for the last second, in which the queue may have been looked through in another order. */
interface Late {
  readonly endedAt: number;
  readonly dueAt: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Whether others that failed later, and were due later in any case, have come while this one was late, and none of them was late
 * itself. What failed before may have got its token before, whenever it was due.
 */
function wasOvertaken({ kept }: Flights, { endedAt, dueAt, from, to }: Late): boolean {
  const others = kept.filter(
    (other) => other.endedAt > endedAt && other.dueFrom > dueAt && other.at > from && other.at < to,
  );
  return others.length >= OVERTAKEN_BY && others.every(({ isInTime }) => isInTime);
}

/** Whether the device had nothing in flight for long, up to now, though nothing is known that may have held it back. */
function wasSilent(flights: Flights, at: number, dueAt: number): boolean {
  const { idleFrom, idleUntil, heldUntil, askedUntil } = flights;
  return idleUntil === at && at - Math.max(idleFrom, heldUntil, askedUntil, dueAt) > SILENT_MAX_US;
}

/** Whether requests so far apart may be as close as the device's limiter lets them be: none have been closer. */
function isAsClose(gap: number, { leastGap }: Flights): boolean {
  return leastGap < Number.POSITIVE_INFINITY && gap <= leastGap + TIMERS_EARLY_US;
}
