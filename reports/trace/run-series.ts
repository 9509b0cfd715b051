import { DEVICE_WORDS } from '../../sim/trace/device-words.ts';
import type { TraceEvent } from '../../sim/trace/event.ts';
import { Bins } from './bins.ts';
import type { Binned } from './bins.ts';
import type { ByKind } from './by-kind.ts';
import { lookUp } from './by-kind.ts';
import { endingOf } from './ending.ts';
import type { Ending } from './ending.ts';

/** What waits in the outboxes of a fleet, as it was read at one instant. */
export interface OutboxLevel {
  /** Microseconds. */
  readonly at: number;
  /** Of all devices together, and of the one that has most. */
  readonly total: number;
  readonly most: number;
}

/** An acknowledged reading: when it was born and how long it took, in microseconds. */
export interface Delivered {
  readonly bornAt: number;
  readonly tookUs: number;
}

/** A run over virtual time, of all its devices. */
export interface RunSeries {
  /** Requests that devices sent. */
  readonly sent: Binned;
  /** Readings that the edge stored for the first time; null where it never says so. */
  readonly stored: Binned | null;
  /** How attempts ended, by ending, those alone that occur. */
  readonly endings: ReadonlyMap<Ending, Binned>;
  readonly outbox: readonly OutboxLevel[];
  /** In the order of their ends. */
  readonly delivered: readonly Delivered[];
  /** Of the last event. */
  readonly endAt: number;
}

interface DeviceNotes {
  /** By number, or by timestamp where the device does not give a number. */
  readonly born: Map<number | string, number>;
  readonly stored: Set<number>;
}

/** Folds the trace into what a page draws over time. */
export class RunSeriesFold {
  readonly #sent = new Bins();
  readonly #stored = new Bins();
  readonly #endings = new Map<Ending, Bins>();
  readonly #outbox: OutboxLevel[] = [];
  readonly #delivered: Delivered[] = [];
  readonly #devices = new Map<string, DeviceNotes>();
  readonly #on: ByKind<void> = {
    attempt_sent: ({ at, device, reading, timestamp }) => {
      this.#sent.add(at);
      if (reading !== null && timestamp !== null) this.#rename(device, timestamp, reading);
    },
    reading_recorded: ({ at, device, reading, timestamp }) => {
      this.#notes(device).born.set(reading ?? timestamp, at);
    },
    reading_stored: ({ at, device, reading }) => this.#storedFirst(device, reading, at),
    device_logged: (event) => {
      if (event.fields['copy'] !== true && saysDone(event.event)) this.#done(event, event.reading);
    },
    answer_delivered: (event) => {
      if (isDoneBy(event.status, event.echoed)) this.#done(event, event.reading);
    },
    outbox_read: ({ at, size }) => this.#level(at, size),
  };
  #endAt = 0;
  #tellsStored = false;

  observe(event: TraceEvent): void {
    this.#endAt = event.at;
    const ending = endingOf(event);
    if (ending !== null) this.#ended(ending, event.at);
    lookUp(this.#on, event);
  }

  conclude(): RunSeries {
    return {
      sent: this.#sent.conclude(),
      stored: this.#tellsStored ? this.#stored.conclude() : null,
      endings: new Map([...this.#endings].map(([ending, bins]) => [ending, bins.conclude()])),
      outbox: this.#outbox,
      delivered: this.#delivered,
      endAt: this.#endAt,
    };
  }

  #notes(device: string): DeviceNotes {
    let notes = this.#devices.get(device);
    if (notes === undefined) {
      notes = { born: new Map(), stored: new Set() };
      this.#devices.set(device, notes);
    }
    return notes;
  }

  #ended(ending: Ending, at: number): void {
    let bins = this.#endings.get(ending);
    if (bins === undefined) {
      bins = new Bins();
      this.#endings.set(ending, bins);
    }
    bins.add(at);
  }

  /** The number of a reading shows with its first attempt, where the device did not say it at once. */
  #rename(device: string, timestamp: string, reading: number): void {
    const { born } = this.#notes(device);
    const at = born.get(timestamp);
    if (at === undefined) return;
    born.delete(timestamp);
    born.set(reading, at);
  }

  #storedFirst(device: string, reading: number, at: number): void {
    this.#tellsStored = true;
    const { stored } = this.#notes(device);
    if (stored.has(reading)) return;
    stored.add(reading);
    this.#stored.add(at);
  }

  /** By the device's word, or by the answer that makes it say so: whichever is first. */
  #done({ device, at }: { readonly device: string; readonly at: number }, reading: number | null): void {
    if (reading === null) return;
    const { born } = this.#notes(device);
    const bornAt = born.get(reading);
    if (bornAt === undefined) return;
    born.delete(reading);
    this.#delivered.push({ bornAt, tookUs: at - bornAt });
  }

  #level(at: number, size: number): void {
    const last = this.#outbox.at(-1);
    if (last !== undefined && last.at === at) {
      this.#outbox[this.#outbox.length - 1] = {
        at,
        total: last.total + size,
        most: Math.max(last.most, size),
      };
    } else {
      this.#outbox.push({ at, total: size, most: size });
    }
  }
}

function saysDone(event: string): boolean {
  const words: Readonly<Record<string, string>> = DEVICE_WORDS;
  const word = Object.hasOwn(words, event) ? words[event] : undefined;
  return word === 'acknowledged' || word === 'duplicate-acknowledged';
}

function isDoneBy(status: number, echoed: boolean): boolean {
  return (status >= 200 && status < 300 && echoed) || status === 409;
}
