import { NameTable } from '../kernel/index.ts';
import type { AttemptKey, DeliveryKey, EventOf, TraceEvent } from './event.ts';

/** 64 KiB: far more than one event, little enough to stay in a cache. */
const WORDS = 16_384;
/** The two words of a number that is none: a NaN, which no finite number looks like. */
const NONE_LOW = 0;
const NONE_HIGH = 0x7ff8_0000;
/** The length of a text that is none. */
const NO_TEXT = -1;

/** What a value of a log field is; stands before it. */
const TAG = { null: 0, false: 1, true: 2, number: 3, text: 4 } as const;

/** The word that opens a record. Never to be renumbered: it is part of every fingerprint. */
const KIND = {
  /** Every rarer kind, as the text of its JSON. */
  json: 0,
  attempt_sent: 1,
  request_delivered: 2,
  request_answered: 3,
  answer_delivered: 4,
  reading_recorded: 5,
  reading_stored: 6,
  device_logged: 7,
  edge_logged: 8,
  fault_injected: 9,
  request_lost: 10,
  answer_lost: 11,
  attempt_abandoned: 12,
  answer_late: 13,
  attempt_refused: 14,
  attempt_reset: 15,
  copy_lost: 16,
  outbox_read: 17,
  client_gone: 18,
  /** A delivery to one of several instances. */
  request_delivered_to: 19,
  /** An answer that asks for another delay by its `Date`. */
  answer_delivered_dated: 20,
} as const;

/** Names beyond these are written out each time: what foreign code logs may have no end of them. */
const NAMES_MAX = 65_536;

/** On a machine that keeps the high byte first, words are turned round before they leave. */
const HIGH_BYTE_FIRST = new Uint8Array(Uint32Array.of(1).buffer)[0] === 0;

/**
 * Writes events as bytes: what the fingerprint of a run is the SHA-256 of. A record is a row of 32-bit words, low byte
 * first: its kind, then the fields of the event in the order of `EVENTS`. A number is the two words of its double, low
 * word first. A name (a device, a fault, a cause, a word of the log) is a count from 0 on, followed by its text where it
 * occurs for the first time. A text is its length and its UTF-16 units, two to a word.
 *
 * Two traces give the same bytes exactly when their lines of JSON are the same. What JSON can't tell apart is not told apart
 * here either: −0 is 0, and a number that is not finite is null.
 */
export class EventEncoder {
  readonly #sink: (bytes: Buffer) => void;
  readonly #names = new NameTable<number>();
  readonly #double = new Float64Array(1);
  readonly #doubleWords = new Int32Array(this.#double.buffer);
  #words = new Int32Array(WORDS);
  #length = 0;
  #lastDevice: string | null = null;
  #lastDeviceNumber = 0;

  /** `sink` takes the bytes as they fill up, and must not keep them. */
  constructor(sink: (bytes: Buffer) => void) {
    this.#sink = sink;
  }

  encode(event: TraceEvent): void {
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rare kinds are written as JSON
    switch (event.kind) {
      case 'attempt_sent':
        this.#attempt(KIND.attempt_sent, event.at, event);
        return this.#textOrNone(event.timestamp);
      case 'request_delivered':
        if (event.instance === undefined) return this.#delivery(KIND.request_delivered, event.at, event);
        this.#delivery(KIND.request_delivered_to, event.at, event);
        return this.#number(event.instance);
      case 'request_answered':
        this.#delivery(KIND.request_answered, event.at, event);
        this.#number(event.status);
        this.#textOrNone(event.retryAfter);
        return this.#word(event.source === 'edge' ? 0 : 1);
      case 'answer_delivered':
        this.#attempt(
          event.byDateMs === undefined ? KIND.answer_delivered : KIND.answer_delivered_dated,
          event.at,
          event,
        );
        this.#number(event.status);
        this.#word(event.echoed ? 1 : 0);
        this.#number(event.retryAfterMs);
        if (event.byDateMs !== undefined) this.#number(event.byDateMs);
        return;
      case 'device_logged':
        return this.#deviceLogged(event);
      case 'edge_logged':
        return this.#edgeLogged(event);
      case 'reading_recorded':
      case 'reading_stored':
        this.#open(KIND[event.kind], event.at);
        this.#deviceName(event.device);
        this.#number(event.reading);
        this.#textOrNone(event.timestamp);
        return this.#fields(event.values);
      case 'fault_injected':
        this.#attempt(KIND.fault_injected, event.at, event);
        return this.#name(event.fault);
      case 'request_lost':
      case 'attempt_refused':
        this.#attempt(KIND[event.kind], event.at, event);
        return this.#name(event.by);
      case 'answer_lost':
        this.#attempt(KIND.answer_lost, event.at, event);
        this.#name(event.by);
        return this.#number(event.status);
      case 'attempt_abandoned':
        return this.#attempt(KIND.attempt_abandoned, event.at, event);
      case 'client_gone':
        return this.#delivery(KIND.client_gone, event.at, event);
      case 'answer_late':
        this.#attempt(KIND.answer_late, event.at, event);
        return this.#number(event.status);
      case 'attempt_reset':
        this.#attempt(KIND.attempt_reset, event.at, event);
        this.#name(event.by);
        return this.#word(event.processed ? 1 : 0);
      case 'copy_lost':
        this.#delivery(KIND.copy_lost, event.at, event);
        return this.#name(event.by);
      case 'outbox_read':
        this.#open(KIND.outbox_read, event.at);
        this.#deviceName(event.device);
        this.#number(event.size);
        return this.#number(event.limit);
      default:
        this.#word(KIND.json);
        return this.#textOrNone(JSON.stringify(event));
    }
  }

  /** Gives the sink what waits. */
  flush(): void {
    if (this.#length === 0) return;
    const bytes = Buffer.from(this.#words.buffer, 0, this.#length * Int32Array.BYTES_PER_ELEMENT);
    this.#sink(HIGH_BYTE_FIRST ? Buffer.from(bytes).swap32() : bytes);
    this.#length = 0;
  }

  #deviceLogged(event: EventOf<'device_logged'>): void {
    this.#open(KIND.device_logged, event.at);
    this.#deviceName(event.device);
    this.#name(event.event);
    this.#number(event.reading);
    this.#fields(event.fields);
  }

  #edgeLogged(event: EventOf<'edge_logged'>): void {
    this.#open(KIND.edge_logged, event.at);
    this.#name(event.event);
    this.#word(event.device === null ? 0 : 1);
    if (event.device !== null) this.#deviceName(event.device);
    this.#number(event.reading);
    this.#fields(event.fields);
  }

  #open(kind: number, at: number): void {
    this.#word(kind);
    this.#number(at);
  }

  #attempt(kind: number, at: number, { device, reading, attempt }: AttemptKey): void {
    this.#open(kind, at);
    this.#deviceName(device);
    this.#number(reading);
    this.#number(attempt);
  }

  #delivery(kind: number, at: number, key: DeliveryKey): void {
    this.#attempt(kind, at, key);
    this.#number(key.copy);
  }

  /** How many there are, then the name and the value of each, in their order. */
  #fields(fields: Readonly<Record<string, string | number | boolean | null>>): void {
    const names = Object.keys(fields);
    this.#word(names.length);
    for (const name of names) {
      this.#name(name);
      this.#value(fields[name] ?? null);
    }
  }

  #value(value: string | number | boolean | null): void {
    if (typeof value === 'number' && Number.isFinite(value)) {
      this.#word(TAG.number);
      this.#number(value);
    } else if (typeof value === 'string') {
      this.#word(TAG.text);
      this.#textOrNone(value);
    } else this.#word(value === true ? TAG.true : value === false ? TAG.false : TAG.null);
  }

  /** Events come in bursts: the device is mostly that of the event before. */
  #deviceName(name: string): void {
    if (name === this.#lastDevice) return this.#word(this.#lastDeviceNumber);
    this.#name(name);
    this.#lastDevice = name;
    this.#lastDeviceNumber = this.#names.get(name) ?? -1;
    if (this.#lastDeviceNumber < 0) this.#lastDevice = null;
  }

  #name(name: string): void {
    const known = this.#names.get(name);
    if (known !== undefined) return this.#word(known);
    this.#word(this.#names.size);
    if (this.#names.size < NAMES_MAX) this.#names.set(name, this.#names.size);
    this.#textOrNone(name);
  }

  #textOrNone(text: string | null): void {
    if (text === null) return this.#word(NO_TEXT);
    const { length } = text;
    this.#makeRoom((length >> 1) + 2);
    const words = this.#words;
    let place = this.#length;
    words[place++] = length;
    let at = 0;
    for (; at + 1 < length; at += 2) words[place++] = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
    if (at < length) words[place++] = text.charCodeAt(at);
    this.#length = place;
  }

  #number(value: number | null): void {
    this.#makeRoom(2);
    const place = this.#length;
    if (value === null || !Number.isFinite(value)) {
      this.#words[place] = NONE_LOW;
      this.#words[place + 1] = NONE_HIGH;
    } else {
      this.#double[0] = value + 0;
      const first = this.#doubleWords[0] ?? 0;
      const second = this.#doubleWords[1] ?? 0;
      this.#words[place] = HIGH_BYTE_FIRST ? second : first;
      this.#words[place + 1] = HIGH_BYTE_FIRST ? first : second;
    }
    this.#length = place + 2;
  }

  #word(word: number): void {
    this.#makeRoom(1);
    this.#words[this.#length] = word;
    this.#length += 1;
  }

  #makeRoom(words: number): void {
    if (this.#length + words <= this.#words.length) return;
    this.flush();
    if (words > this.#words.length) this.#words = new Int32Array(words);
  }
}
