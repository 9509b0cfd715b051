import type { LedgerView } from '../ledger/index.ts';
import type { DeviceRules } from './invariant.ts';

/** Requests of one device, from the first retry on that it did not announce. Microseconds. */
interface Flights {
  inFlight: number;
  readonly since: number;
  /** When it had nothing in flight last, for however short a time. */
  idleFrom: number;
  idleUntil: number;
  /** What its answers asked it to wait for. */
  askedUntil: number;
}

/**
 * Sees from outside that a retry came too late, of a device that does not say how long it waits. A retry may lawfully come
 * later than its delay: while all places are taken, while the policy holds the whole device back, or because an answer asked
 * the device to wait. So it is late for sure only where the device had nothing at all in flight for a while after the retry
 * was due, and nobody had asked it for anything. A device that announces its retries is not watched, and costs nothing.
 */
export class LatenessWatch {
  readonly #ledger: LedgerView;
  /** What one reading is held back by may be the fate of others. */
  readonly #sharesMemory: boolean;
  readonly #devices = new Map<string, Flights>();
  /** Retries that nobody had announced: those that were held against the upper bound, and the others. */
  judged = 0;
  unjudged = 0;

  constructor(ledger: LedgerView, policy: DeviceRules['policy']) {
    this.#ledger = ledger;
    this.#sharesMemory = policy.memory === 'device' || policy.memory === 'process';
  }

  /** Each request, before anything else is asked about it. */
  sent(device: string, at: number): void {
    const flights = this.#devices.get(device);
    if (flights === undefined) return;
    if (flights.inFlight === 0 && at > flights.idleFrom) flights.idleUntil = at;
    flights.inFlight += 1;
  }

  /** An attempt is over for the client; `askedMs` is what its answer asks it to wait. */
  ended(device: string, at: number, askedMs: number | null): void {
    const flights = this.#devices.get(device);
    if (flights === undefined) return;
    flights.inFlight = Math.max(0, flights.inFlight - 1);
    if (flights.inFlight === 0) flights.idleFrom = at;
    if (askedMs !== null) flights.askedUntil = Math.max(flights.askedUntil, at + askedMs * 1_000);
  }

  crashed(device: string): void {
    this.#devices.delete(device);
  }

  /** A retry left at `at` that nobody had announced and that was due by `dueAt`: whether it is late and has no excuse. */
  isLate(device: string, at: number, dueAt: number): boolean {
    const flights = this.#devices.get(device) ?? this.#watch(device, at);
    if (at <= dueAt) {
      this.judged += 1;
      return false;
    }
    const wasIdle = flights.idleUntil > dueAt && dueAt >= flights.since;
    if (this.#sharesMemory || !wasIdle || flights.askedUntil > dueAt) {
      this.unjudged += 1;
      return false;
    }
    this.judged += 1;
    return true;
  }

  /** Of this one it is not known when it was due. */
  leaveOut(): void {
    this.unjudged += 1;
  }

  #watch(device: string, at: number): Flights {
    let inFlight = 0;
    for (const entry of this.#ledger.openEntries()) {
      if (entry.device === device) inFlight += entry.open.filter(({ clientWaits }) => clientWaits).length;
    }
    const flights = { inFlight, since: at, idleFrom: at, idleUntil: 0, askedUntil: 0 };
    this.#devices.set(device, flights);
    return flights;
  }
}
