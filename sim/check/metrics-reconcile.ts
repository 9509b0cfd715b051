import { outcomeOf, OUTCOMES } from '../../protocol/index.ts';
import type { Outcome } from '../../protocol/index.ts';
import type { ReadingEntry } from '../ledger/index.ts';
import type { DeliveryKey, EventOf } from '../trace/event.ts';
import type { Invariant } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { instant } from './words.ts';

/** The outcomes that the trace shows as an answer, in the order in which they are compared. */
const ANSWERS = OUTCOMES.filter((name) => name !== 'aborted_total');

/** Outcomes of readings that the edge has read one by one, also where one request carries many. */
const READ: ReadonlySet<string> = new Set(['accepted_total', 'duplicates_total']);

/** What something in front of an edge says: who are you, there is no such path, not so many, not now. The rest needs to read. */
const SAID_IN_FRONT: ReadonlySet<number> = new Set([401, 403, 404, 405, 429, 503]);

/** A damaged body is refused by whoever parses it, which may be a layer in front of the counters. */
function isSaidInFront(
  { reading, attempt, status }: EventOf<'request_answered'>,
  entry: ReadingEntry | null,
): boolean {
  const isDamaged = entry?.unsoundAttempts.includes(attempt) === true;
  return (
    reading === null || SAID_IN_FRONT.has(status) || (isDamaged && outcomeOf(status) === 'rejected_total')
  );
}

type Counters = Readonly<Record<string, number>>;

/** Of a request that breaks off an edge may count that it came, and that it was none. */
const OF_PARTS: ReadonlySet<string> = new Set(['received_total', 'rejected_total']);

/** What the trace says of one boot of the edge. */
class BootCounts {
  delivered = 0;
  answered = 0;
  /** Requests of which a part is there. Whether they count before the rest is, or when it never comes, is up to the edge. */
  inPart = 0;
  /** When any of these changed last. Microseconds. */
  changedAt = 0;
  readonly outcomes = new Map<Outcome, number>();
  /** Of them, those that counters of readings may not have: said in front of them, or of a request that tells of no reading. */
  readonly aside = new Map<Outcome, number>();
  /** An edge that has not read a request counts it once, however many readings it carries. */
  hasBatches = false;

  begin({ at }: EventOf<'request_begun'>): void {
    this.inPart += 1;
    this.changedAt = at;
  }

  deliver({ at }: EventOf<'request_delivered'>, wasInPart: boolean): void {
    this.delivered += 1;
    if (wasInPart) this.inPart -= 1;
    this.changedAt = at;
  }

  answer(event: EventOf<'request_answered'>, entry: ReadingEntry | null): void {
    // A gateway answers in front of the edge, which never heard of the request.
    if (event.source === 'gateway') return;
    this.answered += 1;
    this.changedAt = event.at;
    const outcome = outcomeOf(event.status);
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    if (isSaidInFront(event, entry)) this.aside.set(outcome, (this.aside.get(outcome) ?? 0) + 1);
  }

  /** That have no answer. */
  get #open(): number {
    return this.delivered - this.answered;
  }

  /**
   * What the counters never hear of: a layer in front of them (a limit, a router that knows no such path) answers it, or it is
   * meant for something else, as who asks after the health of the edge; or have not heard of yet: it waits in a queue in front of
   * them. Then what was received is short of the trace by as much as the outcomes are, taken together, and by what waits: so many
   * it gives. Null: it is not so.
   */
  #waiting(counters: Counters): number | null {
    const received = counters['received_total'];
    if (received === undefined || this.hasBatches) return null;
    let missing = 0;
    for (const [name, most] of this.aside) {
      const short = (this.outcomes.get(name) ?? 0) - (counters[name] ?? 0);
      const least = OF_PARTS.has(name) ? -this.inPart : 0;
      if (counters[name] === undefined || short < least || short > most) return null;
      missing += Math.max(0, short);
    }
    // What it has counted of which a part is there makes up for as much.
    const most = this.delivered + this.inPart - received - missing;
    const waiting = Math.min(most, this.#open);
    return waiting >= 0 && most - this.inPart <= this.#open && missing + waiting > 0 ? waiting : null;
  }

  /** Every counter that differs, as `name 3, trace 4`. A counter that the edge does not have is not compared. */
  differences(counters: Counters): readonly string[] {
    const found: string[] = [];
    const waiting = this.#waiting(counters);
    const aside: ReadonlySet<string> = new Set(
      waiting === null ? [] : ['received_total', ...this.aside.keys()],
    );
    const compare = (name: string, counted: number | undefined, trace: number): void => {
      if (counted === undefined || counted === trace || aside.has(name)) return;
      if (OF_PARTS.has(name) && counted > trace && counted <= trace + this.inPart) return;
      if (this.hasBatches) {
        // Of a batch that is worked on still, some readings may have been counted already.
        if (counted <= trace + this.#open && (counted > trace || !READ.has(name))) return;
      }
      found.push(`${name} ${counted}, trace ${trace}`);
    };
    compare('received_total', counters['received_total'], this.delivered);
    for (const name of ANSWERS) compare(name, counters[name], this.outcomes.get(name) ?? 0);
    // A request whose client hung up may be given up without an answer, or still be worked on.
    const inProgress = counters['in_progress'];
    if (inProgress !== undefined) {
      const open = inProgress + (counters['aborted_total'] ?? 0);
      if (open > this.#open + this.inPart || open < this.#open - (waiting ?? 0))
        compare('in_progress + aborted_total', open, this.#open);
    }
    const received = counters['received_total'];
    if (received !== undefined && inProgress !== undefined) {
      const sum = OUTCOMES.reduce((total, name) => total + (counters[name] ?? 0), inProgress);
      if (sum !== received) found.push(`received_total ${received}, sum of its outcomes ${sum}`);
    }
    return found;
  }
}

interface Boot {
  readonly boot: number;
  readonly counts: BootCounts;
}

/** The number of the instance where there is one. */
const ONLY = 1;

function nameOf({ device, reading, attempt, copy }: DeliveryKey): string {
  return JSON.stringify([device, reading, attempt, copy]);
}

export const metricsReconcile: Invariant = {
  says: "the edge's /metrics equal the counts in the trace",
  doc: 'Each counter that the edge has, for each of its boots; and what was received is the sum of its outcomes. Where requests carry many readings, what is accepted and what is a duplicate must be equal, and nothing else be counted more often than in the trace. Refusals that speak of no reading (401, 403, 404, 405, 429, 503), and those of damaged bodies, may be missing from what was received and from their own counter alike: something in front of the counters has answered them. So may requests that tell of no reading, such as those for the health of the edge, and what waits in a queue in front of the counters. An answer of /metrics that takes its time is compared where nothing has changed meanwhile.',
  keptBy: 'edge',
  create() {
    const log = new ViolationLog();
    let observations = 0;
    let slow = 0;
    let hasBatches = false;
    /** By instance of the edge. */
    const boots = new Map<number, Boot>();
    /** Where there are several instances: which of them has a request in work. */
    const inWork = new Map<string, number>();
    /** Requests of which no more than a part is there. */
    const parts = new Set<string>();
    const bootOf = (instance: number): Boot => {
      const known = boots.get(instance) ?? { boot: 0, counts: new BootCounts() };
      boots.set(instance, known);
      return known;
    };
    return {
      on: {
        batch_sent({ readings }) {
          if (readings.length < 2) return;
          hasBatches = true;
          for (const { counts } of boots.values()) counts.hasBatches = true;
        },
        request_begun(event) {
          parts.add(nameOf(event));
          bootOf(event.instance ?? ONLY).counts.begin(event);
        },
        request_delivered(event) {
          const { instance } = event;
          const wasInPart = parts.size > 0 && parts.delete(nameOf(event));
          if (instance !== undefined) inWork.set(nameOf(event), instance);
          bootOf(instance ?? ONLY).counts.deliver(event, wasInPart);
        },
        request_answered(event, entry) {
          const name = inWork.size === 0 ? null : nameOf(event);
          const instance = name === null ? undefined : inWork.get(name);
          if (name !== null) inWork.delete(name);
          bootOf(instance ?? ONLY).counts.answer(event, entry);
        },
        edge_started({ boot, instance = ONLY }) {
          const counts = new BootCounts();
          counts.hasBatches = hasBatches;
          boots.set(instance, { boot, counts });
        },
        metrics_read({ at, askedAt = at, counters, boot: ofBoot, instance }) {
          const { boot, counts } = bootOf(instance ?? ONLY);
          // Of which instant the counters are is not known.
          const isOfOneInstant = askedAt === at || counts.changedAt < askedAt;
          if (counters === null || ofBoot !== boot) return;
          if (!isOfOneInstant) {
            slow += 1;
            return;
          }
          observations += 1;
          const differences = counts.differences(counters);
          if (differences.length === 0) return;
          const message = `/metrics at ${instant(at)} (${instance === undefined ? '' : `instance ${instance}, `}boot ${boot}): ${differences.join('; ')}`;
          log.add({ at, device: null, reading: null, kind: 'counters-differ', message });
        },
      },
      conclude() {
        if (observations > 0) return log.verdict(observations);
        if (slow > 0)
          return {
            kind: 'not-observable',
            why: 'whenever /metrics answered, something had changed meanwhile',
          };
        return { kind: 'not-observable', why: 'the edge has no /metrics in our form' };
      },
    };
  },
};
