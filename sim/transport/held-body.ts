import type { Duplex } from 'node:stream';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /^content-length: *(\d+)/im;

/** The end of a client whose request goes out in two pieces: its head with a share of its body, and then the rest. */
export class HeldBody {
  readonly #socket: Duplex;
  readonly #write: Duplex['write'];
  readonly #share: number;
  #held: Buffer = Buffer.alloc(0);
  /** How much may still go out before the rest is let go; null: the head has not come to its end. */
  #left: number | null = null;

  /** Of all that is written to `socket` from here on, until `release`. `share` is from 0 to 1. */
  constructor(socket: Duplex, share: number) {
    this.#socket = socket;
    this.#share = share;
    this.#write = socket.write.bind(socket);
    Object.defineProperty(socket, 'write', {
      configurable: true,
      writable: true,
      value: (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
        this.#take(bytesOf(chunk, encoding));
        const callback = typeof encoding === 'function' ? encoding : done;
        if (typeof callback === 'function') process.nextTick(callback);
        return true;
      },
    });
  }

  /** Lets all go that is held, and what is written from here on. */
  release(): void {
    Reflect.deleteProperty(this.#socket, 'write');
    if (this.#held.length > 0) this.#write(this.#held);
    this.#held = Buffer.alloc(0);
  }

  #take(bytes: Buffer): void {
    this.#held = Buffer.concat([this.#held, bytes]);
    if (this.#left === null) {
      const end = this.#held.indexOf(HEAD_END);
      if (end < 0) return;
      const head = end + HEAD_END.length;
      const length = Number(LENGTH.exec(this.#held.toString('latin1', 0, head))?.[1] ?? 0);
      this.#left = head + Math.floor(this.#share * length);
    }
    const now = this.#held.subarray(0, this.#left);
    this.#held = this.#held.subarray(now.length);
    this.#left -= now.length;
    if (now.length > 0) this.#write(now);
  }
}

function bytesOf(chunk: string | Uint8Array, encoding: unknown): Buffer {
  if (typeof chunk !== 'string') return Buffer.from(chunk);
  return Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8');
}
