import type { Reading } from '../../../protocol/index.ts';
import type { Answer, Request } from '../../net/index.ts';
import type { TraceEvent } from '../../trace/index.ts';
import { USUAL_WORDS } from './answer-words.ts';
import type { AnswerWords } from './answer-words.ts';
import { Births } from './births.ts';
import type { Birth } from './births.ts';
import type { Carried, Dialect } from './dialect.ts';
import { DIALECT_NAMES, DIALECTS } from './dialects.ts';
import { judgeAnswer } from './judge-answer.ts';
import { OneNameWatch } from './one-name.ts';
import type { OneName } from './one-name.ts';
import { ReadingNames } from './reading-names.ts';
import type { ReadingTold } from './reading-told.ts';
import type { Wire } from './wire.ts';
import { WireRequest } from './wire-request.ts';
import type { RawRequest } from './wire-request.ts';

export interface WireBookOptions {
  readonly wire: Wire;
  readonly now: () => number;
  readonly record: (event: TraceEvent) => void;
}

/** What can be told of the messages of one world: who is called what, by the devices and by the edge. */
export class WireBook {
  readonly #options: WireBookOptions;
  readonly #pages = new Map<string, DevicePage>();
  /** Devices by what messages call them; null where several are called the same. */
  readonly #senders = new Map<string, string | null>();
  /** Devices by what their readings are called, for edges that do not say whose a reading is; null: of several. */
  readonly #owners = new Map<string, string | null>();
  #dialect: Dialect | null;
  #unplaced = 0;
  /** Whether answers that accept have named their readings so far; null: there was none. */
  #named: boolean | null = null;
  readonly #oneNames = new Map<string, OneName>();

  constructor(options: WireBookOptions) {
    this.#options = options;
    this.#dialect = options.wire.dialect;
  }

  /** The one that reads the messages; null: none has yet. */
  get dialect(): Dialect | null {
    return this.#dialect;
  }

  /** Records that answers refused by their number alone, and nobody knows which. */
  get unplaced(): number {
    return this.#unplaced;
  }

  readonly unplacedMore = (records: number): void => {
    this.#unplaced += records;
  };

  /** A device whose ids do not tell its readings apart; null: none is known. */
  get oneName(): OneName | null {
    return [...this.#oneNames.values()][0] ?? null;
  }

  /** So many readings of a device have this one id; null: not several. */
  underOneName(device: string, name: string, readings: number | null): void {
    if (readings === null) this.#oneNames.delete(device);
    else this.#oneNames.set(device, { device, name, readings });
  }

  get words(): AnswerWords {
    return this.#options.wire.words ?? this.#dialect?.words ?? USUAL_WORDS;
  }

  /** Whether an answer names its reading. Whose statuses are declared, they are enough. */
  get echoes(): boolean {
    const { dialect } = this;
    return dialect === null || dialect === DIALECTS.petrel ? !this.needsStatusAlone : dialect.echoes;
  }

  /**
   * Whether messages are of our own form, whose answers name their reading, and yet a status is enough: it was declared, or the
   * edge has never named any.
   */
  get needsStatusAlone(): boolean {
    const { dialect } = this;
    const isEnough = this.#options.wire.words !== null || this.#named === false;
    return (dialect === null || dialect === DIALECTS.petrel) && isEnough;
  }

  /** An answer of the edge, as it gave it. */
  heard({ status, echoed, named }: Pick<Answer, 'status' | 'echoed' | 'named'>): void {
    if (this.#named !== true && this.words.accepts(status)) this.#named = echoed || named !== undefined;
  }

  page(device: string): DevicePage {
    const page = this.#pages.get(device) ?? new DevicePage(device, this);
    this.#pages.set(device, page);
    return page;
  }

  /** What a request says it carries; the first dialect that can tell it stays. Null: nothing. */
  read(raw: RawRequest): readonly Carried[] | null {
    const request = new WireRequest(raw);
    if (this.#dialect !== null) return this.#dialect.read(request) ?? this.#readMany(request);
    for (const name of DIALECT_NAMES) {
      const carried = DIALECTS[name].read(request);
      if (carried === null) continue;
      this.#dialect = DIALECTS[name];
      return carried;
    }
    return null;
  }

  /** Who sends single messages of our form may send lists of them too. */
  #readMany(request: WireRequest): readonly Carried[] | null {
    if (this.#options.wire.dialect !== null || this.#dialect !== DIALECTS.petrel) return null;
    const carried = DIALECTS.batch.read(request);
    if (carried !== null) this.#dialect = DIALECTS.batch;
    return carried;
  }

  /** A message of this device calls it so, and one of its readings so. Whether it may: nobody else is called that. */
  met(device: string, { device: called, reading }: Carried): boolean {
    if (called !== null && called !== device && this.#pages.has(called)) return false;
    if (called !== null) claim(this.#senders, called, device);
    if (typeof reading === 'string') claim(this.#owners, reading, device);
    return true;
  }

  /** The device that an edge means, by what it calls the device and the reading. */
  deviceOf(called: string | undefined, reading: string | number): string | null {
    if (called !== undefined) {
      if (this.#pages.has(called)) return called;
      const sender = this.#senders.get(called) ?? null;
      if (sender !== null) return sender;
      // As in urn:device:device-001, of which no message was read.
      const [inIt, another] = called.split(/[^A-Za-z0-9._-]+/).filter((word) => this.#pages.has(word));
      if (inIt !== undefined && another === undefined) return inIt;
    }
    return this.#owners.get(String(reading)) ?? called ?? null;
  }

  named(device: string, reading: number, name: string): void {
    this.#options.record({ at: this.#options.now(), kind: 'reading_named', device, reading, name });
  }
}

function claim(names: Map<string, string | null>, name: string, device: string): void {
  const known = names.get(name);
  if (known === undefined) names.set(name, device);
  else if (known !== device) names.set(name, null);
}

/** The same of one device. */
export class DevicePage {
  readonly #device: string;
  readonly #book: WireBook;
  readonly #names = new ReadingNames();
  readonly #births = new Births();
  readonly #oneName = new OneNameWatch(this.#births);
  /** Those that the edge says it stored, where answers do not say of each whether they refuse it. */
  readonly #stored = new Set<number>();

  constructor(device: string, book: WireBook) {
    this.#device = device;
    this.#book = book;
  }

  /** The number of a reading by what device or edge call it. */
  numberOf(id: string | number): number {
    return this.#names.numberOf(id, (number, name) => this.#book.named(this.#device, number, name));
  }

  /** The device is about to be handed this. */
  born(reading: Reading): Birth {
    return this.#births.add(reading);
  }

  /** It did not take the reading. */
  refused(birth: Birth): void {
    this.#births.leaveOut(birth);
  }

  /** It gave the reading this number. */
  numbered(birth: Birth, number: number): void {
    this.#births.numbered(birth, number);
  }

  /** The edge says that it stored this one. */
  stored(reading: number): void {
    if (this.#book.dialect?.refused !== undefined) this.#stored.add(reading);
  }

  /** Whether it has said so. */
  isStored(reading: number): boolean {
    return this.#stored.has(reading);
  }

  /** How the edge's answer to a request for these is read; undefined: as our own edge gives it. */
  judgeOf(told: readonly ReadingTold[]): Request['judge'] {
    const { dialect, words, unplacedMore: unplaced } = this.#book;
    const [first, ...rest] = told;
    if (dialect === null || dialect.name === 'petrel' || first === undefined) return undefined;
    return (answer, stored) => judgeAnswer(answer, [first, ...rest], { dialect, words, stored, unplaced });
  }

  /** The readings that a request of this device is for, in the order of the message. */
  read(request: RawRequest): readonly ReadingTold[] {
    const carried = this.#book.read(request) ?? [];
    // A message of our own form says all of it itself.
    const isExact = this.#book.dialect?.name === 'petrel';
    const told: ReadingTold[] = [];
    for (const one of carried) {
      if (isExact ? one.device !== this.#device : !this.#book.met(this.#device, one)) continue;
      const underOneName = isExact ? null : this.#oneName.met(one);
      this.#book.underOneName(this.#device, String(one.reading), underOneName);
      const reading = this.numberOf(one.reading);
      const { timestamp: said, content } = one;
      const timestamp =
        isExact && typeof said === 'string' ? said : this.#births.timestampOf(reading, said, content);
      told.push({ reading, timestamp, carried: one });
    }
    return told;
  }
}
