import type { AttemptKey, FaultName } from '../trace/event.ts';

/** A fault that acts on one attempt, and how far that has got. */
export interface Mark {
  readonly fault: FaultName;
  readonly attempt: number;
  inEffect: boolean;
  seen: boolean;
  /** Held back on its way while a later request of the same device arrived. */
  overtaken: boolean;
  /** In the order in which the device's requests were marked. */
  readonly sentAt: number;
}

const NO_MARKS: readonly Mark[] = [];

/** Which faults act on which open attempts. Only attempts that a fault acts on take room, and only while open. */
export class AttemptMarks {
  readonly #devices = new Map<string, Map<number | null, Mark[]>>();
  /** What was asked for last: the rules of all faults ask for the marks of one reading, event after event. */
  #askedDevice: string | null = null;
  #askedReading: number | null = null;
  #answer: readonly Mark[] = NO_MARKS;

  add(key: AttemptKey, fault: FaultName, at: number): Mark {
    let readings = this.#devices.get(key.device);
    if (readings === undefined) {
      readings = new Map();
      this.#devices.set(key.device, readings);
    }
    const mark: Mark = {
      fault,
      attempt: key.attempt,
      inEffect: false,
      seen: false,
      overtaken: false,
      sentAt: at,
    };
    this.#askedDevice = null;
    const marks = readings.get(key.reading);
    if (marks === undefined) readings.set(key.reading, [mark]);
    else marks.push(mark);
    return mark;
  }

  /** All marks of this reading; look at `attempt` for those of one attempt. */
  of(device: string, reading: number | null): readonly Mark[] {
    if (this.#askedDevice === device && this.#askedReading === reading) return this.#answer;
    this.#answer = this.#devices.get(device)?.get(reading) ?? NO_MARKS;
    this.#askedDevice = device;
    this.#askedReading = reading;
    return this.#answer;
  }

  /** The mark of one fault on one attempt. */
  find({ device, reading, attempt }: AttemptKey, fault: FaultName): Mark | undefined {
    for (const mark of this.of(device, reading)) {
      if (mark.attempt === attempt && mark.fault === fault) return mark;
    }
    return undefined;
  }

  /** All marks of a device. */
  *ofDevice(device: string): Generator<Mark> {
    const readings = this.#devices.get(device);
    if (readings === undefined) return;
    for (const marks of readings.values()) yield* marks;
  }

  /**
   * Forgets the marks of an attempt that the client has an end of, and those of others that no client waits for any more: a fault
   * may have marked them since. An attempt beside it whose client waits keeps its own: a client that hedges has two under way.
   */
  close(key: AttemptKey, isWaitedFor: (attempt: number) => boolean): void {
    const marks = this.of(key.device, key.reading);
    const readings = this.#devices.get(key.device);
    if (readings === undefined || marks.length === 0) return;
    this.#askedDevice = null;
    const rest = marks.filter(({ attempt }) => attempt !== key.attempt && isWaitedFor(attempt));
    if (rest.length === 0) {
      readings.delete(key.reading);
      if (readings.size === 0) this.#devices.delete(key.device);
    } else readings.set(key.reading, rest);
  }

  forget(device: string): void {
    this.#askedDevice = null;
    this.#devices.delete(device);
  }
}
