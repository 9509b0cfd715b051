import type { LedgerView, ReadingEntry } from '../ledger/index.ts';
import type { AttemptKey, EventOf, FaultName } from '../trace/event.ts';
import { AttemptMarks } from './attempt-marks.ts';
import type { Mark } from './attempt-marks.ts';
import { UntiedAttempts } from './untied-attempts.ts';

interface Shed {
  readonly fault: FaultName;
  readonly device: string | null;
  readonly reading: number | null;
}

/** What the rules of the faults look at beside the event at hand: which fault acts on which attempt. */
export class FaultScene {
  readonly ledger: LedgerView;
  readonly marks = new AttemptMarks();
  readonly #untied = new UntiedAttempts();
  /** Readings that a device spoilt on purpose and that have no end yet. */
  readonly #spoilt = new Map<string, Set<number>>();
  /** The edge crashes at this instant, between a commit and its answer. */
  isCrashing = false;
  /** What crashed the edge last. */
  downBy: FaultName = 'edge.restart';
  /** The edge logs that it sheds before it answers; the answer says which attempt it was. */
  #sheds: Shed[] = [];

  constructor(ledger: LedgerView) {
    this.ledger = ledger;
  }

  /** The fault takes effect on this attempt: true the first time. */
  reach(event: AttemptKey & { readonly at: number }, fault: FaultName): boolean {
    const mark = this.marks.find(event, fault) ?? this.marks.add(event, fault, event.at);
    if (mark.inEffect) return false;
    mark.inEffect = true;
    return true;
  }

  /** The same, only where the fault was injected before. */
  reachMarked(event: AttemptKey, fault: FaultName): boolean {
    const mark = this.marks.find(event, fault);
    if (mark === undefined || mark.inEffect) return false;
    mark.inEffect = true;
    return true;
  }

  /** The same where it may be injected into one attempt twice: there, and back. */
  reachNextMark({ device, reading, attempt }: AttemptKey, fault: FaultName): boolean {
    const mark = this.marks
      .of(device, reading)
      .find((each) => each.attempt === attempt && each.fault === fault && !each.inEffect);
    if (mark === undefined) return false;
    mark.inEffect = true;
    return true;
  }

  /** The client can tell now: true the first time, and only if the fault took effect on this attempt. */
  see(event: AttemptKey, fault: FaultName): boolean {
    const mark = this.marks.find(event, fault);
    if (mark === undefined || !mark.inEffect || mark.seen) return false;
    mark.seen = true;
    return true;
  }

  /** A request left. Of one that tells no reading the ledger has no entry. */
  sent(key: AttemptKey, entry: ReadingEntry | null): void {
    if (entry === null) this.#untied.begin(key);
  }

  /** The client has an end of this attempt. */
  end(key: AttemptKey, entry: ReadingEntry | null): void {
    if (entry === null) this.#untied.end(key);
    this.#close(key, entry);
  }

  /** Its answer reaches nobody: the attempt is over, unless its client waits still. */
  answerGone(key: AttemptKey, entry: ReadingEntry | null): void {
    if (!this.#isWaitedFor(key, entry)) this.#close(key, entry);
  }

  crash(device: string): void {
    this.marks.forget(device);
    this.#untied.forget(device);
  }

  /** The edge said that it sheds a request because of this fault. */
  shed(event: EventOf<'edge_logged'>, fault: FaultName): void {
    this.#sheds.push({ fault, device: event.device, reading: event.reading });
  }

  /** Ties a 503 of the edge to what it logged just before. */
  tieShed(event: EventOf<'request_answered'>): void {
    const index = this.#sheds.findIndex(
      ({ device, reading }) => device === null || (device === event.device && reading === event.reading),
    );
    const [shed] = index < 0 ? [] : this.#sheds.splice(index, 1);
    if (shed !== undefined && event.copy === 0) this.reach(event, shed.fault);
  }

  /** Told ahead of the crash itself. */
  crashes(): void {
    this.isCrashing = true;
  }

  crashed(): void {
    this.downBy = this.isCrashing ? 'edge.crash' : 'edge.restart';
    this.isCrashing = false;
    this.#sheds = [];
  }

  /** The attempt of this reading that the edge works on. */
  atEdge(device: string | null, reading: number | null): AttemptKey | null {
    if (device === null || reading === null) return null;
    const record = this.ledger.find(device, reading)?.open.findLast((open) => open.atEdge);
    return record === undefined ? null : { device, reading, attempt: record.attempt };
  }

  spoil(device: string, reading: number): void {
    const readings = this.#spoilt.get(device) ?? new Set();
    this.#spoilt.set(device, readings);
    readings.add(reading);
  }

  /** Whether this reading had been spoilt; asks once. */
  wasSpoilt(device: string, reading: number): boolean {
    return this.#spoilt.get(device)?.delete(reading) ?? false;
  }

  /** A request arrived: those of the same device that were sent before it and are held back are overtaken. */
  overtake(event: AttemptKey, fault: FaultName, entry: ReadingEntry | null): void {
    let sentAt: number | undefined;
    for (const mark of this.marks.ofDevice(event.device)) {
      if (mark.fault !== fault || mark.inEffect || mark.overtaken) continue;
      sentAt ??= entry?.open.find((open) => open.attempt === event.attempt)?.sentAt;
      if (sentAt === undefined) return;
      if (mark.sentAt < sentAt) mark.overtaken = true;
    }
  }

  isOvertaken(event: AttemptKey, fault: FaultName): boolean {
    const mark: Mark | undefined = this.marks.find(event, fault);
    return mark?.overtaken === true;
  }

  #close(key: AttemptKey, entry: ReadingEntry | null): void {
    this.marks.close(key, (attempt) => this.#isWaitedFor({ ...key, attempt }, entry));
  }

  #isWaitedFor(key: AttemptKey, entry: ReadingEntry | null): boolean {
    if (entry === null) return this.#untied.has(key);
    return entry.open.some(({ attempt, clientWaits }) => attempt === key.attempt && clientWaits);
  }
}
