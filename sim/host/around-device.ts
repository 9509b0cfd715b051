import { batchItems, INVALID_KINDS, invalidMessage, isMessage } from '../../protocol/index.ts';
import type { InvalidKind, Reading } from '../../protocol/index.ts';
import type { Random } from '../../ports/index.ts';
import { usFromMs } from '../kernel/index.ts';
import type { Answer, ClientEnd, Request, Sent } from '../net/index.ts';
import type { FaultName } from '../trace/index.ts';
import { isByLine, JsonBody } from './wire/wire-request.ts';
import type { WorldServices } from './world-services.ts';

interface Chance {
  readonly probability: number;
}

/** The part of the `device` section that is played around a device that does not know it. */
export interface AroundSettings {
  readonly drop: Chance;
  readonly jitter: Chance & { readonly maxMs: number };
  readonly duplicate: Chance;
  readonly invalid: Chance;
  /** How long the machine waits for the answer to what it sent a second time. */
  readonly timeoutMs: number;
  /** The number that our own device would give its first reading: samples are drawn for by it. */
  readonly firstSequence: number;
}

export interface AroundDeviceOptions {
  readonly world: Pick<WorldServices, 'kernel' | 'record'>;
  readonly id: string;
  readonly random: Random;
  readonly settings: AroundSettings;
  /** Hands a sample to the device, which may be down by then. */
  readonly hand: (reading: Reading) => void;
  /** Sends a request for a reading as the device itself would. */
  readonly resend: (reading: number, request: Request, client: ClientEnd) => Sent;
}

/** An attempt of the device. */
export interface SentHere {
  /** Null: its request does not tell. */
  readonly reading: number | null;
  readonly attempt: number;
  readonly request: Request;
}

/**
 * What stands around a device that takes no settings, and plays the instabilities of ours from outside, with the draws that
 * ours would take: its sensor loses or delays samples before the device knows of them; its network card damages the
 * messages of some readings, and sends some requests again that were answered with a 2xx. A request that does not tell
 * which reading it is for, or whose body is no message of the protocol, is left as it is.
 */
export class AroundDevice {
  readonly #options: AroundDeviceOptions;
  #settings: AroundSettings;
  #samples = 0;
  #held = 0;
  readonly #copies = new Set<MachineCopy>();
  /** Readings whose messages are damaged: as ours does, it decides once for each, when it is first sent. */
  readonly #spoilt = new Map<number, InvalidKind>();

  constructor(options: AroundDeviceOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  /** Samples that are on their way from the sensor to the device. */
  get held(): number {
    return this.#held;
  }

  configure(settings: AroundSettings): void {
    this.#settings = settings;
  }

  /** The sensor has a reading for a device that would take it. */
  sample(reading: Reading): void {
    const { world, random, hand } = this.#options;
    const { firstSequence, drop, jitter } = this.#settings;
    const number = Math.min(firstSequence + this.#samples, Number.MAX_SAFE_INTEGER);
    this.#samples += 1;
    if (this.#happens('drop', drop, number)) {
      this.#lose(reading);
      return;
    }
    if (!this.#happens('jitter', jitter, number)) {
      hand(reading);
      return;
    }
    this.#injected('device.jitter', null, -1);
    this.#held += 1;
    world.kernel.after(usFromMs(random.draw('jitter-delay', number) * jitter.maxMs), () => {
      this.#held -= 1;
      hand(reading);
    });
  }

  /** The request as it leaves the machine: of many readings each is spoilt, or not, for itself. */
  leaving({ reading, attempt, request }: SentHere): Request {
    const { probability } = this.#settings.invalid;
    const isQuiet = probability === 0 && this.#spoilt.size === 0;
    if (reading === null || isQuiet || typeof request.body !== 'string') return request;
    const body = new JsonBody(request).json;
    const items = batchItems(body);
    if (items === null) {
      const message = this.#asItLeaves(body, reading, attempt);
      return message === body ? request : { ...request, body: JSON.stringify(message), message };
    }
    const attempts = new Map([[reading, attempt]]);
    for (const other of request.others ?? []) attempts.set(other.reading, other.attempt);
    const left = items.map((item) => this.#asOneOfMany(item, attempts));
    if (left.every((item, index) => item === items[index])) return request;
    if (isByLine(request.headers))
      return { ...request, body: left.map((item) => `${JSON.stringify(item)}\n`).join('') };
    const message = Array.isArray(body) ? left : { readings: left };
    return { ...request, body: JSON.stringify(message), message };
  }

  /** The end of an attempt at which the device hears, and the machine with it. */
  heardBy(client: ClientEnd, sent: SentHere): ClientEnd {
    return {
      answered: (answer) => {
        client.answered(answer);
        this.#answered(sent, answer);
      },
      begun: (answer, coming) => client.begun(answer, coming),
      refused: () => client.refused(),
      reset: () => client.reset(),
    };
  }

  crash(): void {
    for (const copy of this.#copies) copy.giveUp('crash');
  }

  #answered({ reading, attempt, request }: SentHere, { status, endless }: Answer): void {
    if (reading === null || endless !== undefined || status < 200 || status > 299) return;
    if (!this.#happens('duplicate', this.#settings.duplicate, reading)) return;
    const { world, resend } = this.#options;
    this.#injected('device.duplicate', reading, attempt);
    for (const other of request.others ?? [])
      this.#injected('device.duplicate', other.reading, other.attempt);
    const copy = new MachineCopy(this.#copies);
    copy.left(resend(reading, request, copy));
    world.kernel.after(usFromMs(this.#settings.timeoutMs), () => copy.giveUp('timeout'));
  }

  /** The sensor's reading is born and has its end, and the device never hears of it. */
  #lose({ timestamp, values }: Reading): void {
    const { world, id } = this.#options;
    const at = world.kernel.nowUs;
    world.record({ at, kind: 'reading_recorded', device: id, reading: null, timestamp, values });
    this.#injected('device.drop', null, -1);
  }

  /** The message of a reading, with a fault in it if it is drawn for; what is no message stays as it is. */
  #asItLeaves(message: unknown, reading: number, attempt: number): unknown {
    const kind = attempt === 0 ? this.#invalidKind(reading) : (this.#spoilt.get(reading) ?? null);
    if (kind === null || !isMessage(message)) return message;
    if (attempt === 0) {
      this.#spoilt.set(reading, kind);
      this.#injected('device.invalid', reading, attempt);
    }
    return invalidMessage(message, kind);
  }

  /** Of many that is told apart by its number: what has another name on the wire stays as it is. */
  #asOneOfMany(item: unknown, attempts: ReadonlyMap<number, number>): unknown {
    if (!isMessage(item)) return item;
    const attempt = attempts.get(item.sequence_id);
    return attempt === undefined ? item : this.#asItLeaves(item, item.sequence_id, attempt);
  }

  #invalidKind(reading: number): InvalidKind | null {
    if (!this.#happens('invalid', this.#settings.invalid, reading)) return null;
    const drawn = this.#options.random.draw('invalid-kind', reading);
    return INVALID_KINDS[Math.floor(drawn * INVALID_KINDS.length)] ?? null;
  }

  /** A draw that cannot matter is not drawn. */
  #happens(purpose: string, { probability }: Chance, number: number): boolean {
    return probability > 0 && this.#options.random.draw(purpose, number) < probability;
  }

  #injected(fault: FaultName, reading: number | null, attempt: number): void {
    const { world, id } = this.#options;
    world.record({ at: world.kernel.nowUs, kind: 'fault_injected', device: id, reading, attempt, fault });
  }
}

/** A request that the machine sent again: nobody is told what comes of it. */
class MachineCopy implements ClientEnd {
  readonly #open: Set<MachineCopy>;
  #sent: Sent | null = null;

  constructor(open: Set<MachineCopy>) {
    this.#open = open;
    open.add(this);
  }

  left(sent: Sent): void {
    this.#sent = sent;
  }

  giveUp(why: 'timeout' | 'crash'): void {
    if (this.#open.delete(this)) this.#sent?.abandon(why);
  }

  answered({ endless }: Answer): void {
    if (endless === undefined) this.#open.delete(this);
  }

  begun(): void {
    // Nobody reads it.
  }

  refused(): void {
    this.#open.delete(this);
  }

  reset(): void {
    this.#open.delete(this);
  }
}
