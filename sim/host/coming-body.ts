import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Coming } from '../net/index.ts';

/** Between one piece and the next: short of the patience of clients that wait for the next byte. */
const PIECE_EVERY_US = usFromMs(250);

/** A body that comes piece by piece. */
export class ComingBody {
  readonly #kernel: Pick<Kernel, 'after' | 'unsettle'>;
  readonly #bytes: Uint8Array;
  readonly #take: (piece: Uint8Array) => void;
  readonly #everyUs: number;
  /** How much comes before the end. */
  readonly #comes: number;
  readonly #pieces: number;
  #given = 0;
  #isOver = false;

  /** `take` is given one piece at once, with the head, and the others as they come. */
  constructor(
    kernel: Pick<Kernel, 'after' | 'unsettle'>,
    bytes: Uint8Array,
    { us, share }: Coming,
    take: (piece: Uint8Array) => void,
  ) {
    this.#kernel = kernel;
    this.#bytes = bytes;
    this.#take = take;
    this.#pieces = Math.max(1, Math.ceil(us / PIECE_EVERY_US));
    this.#everyUs = Math.floor(us / this.#pieces);
    // The last byte of a whole body comes with its end.
    this.#comes = Math.min(Math.floor(bytes.length * share), bytes.length - 1);
    this.#give(1);
  }

  /** No more of it comes. */
  stop(): void {
    this.#isOver = true;
  }

  /** What has not come yet comes now. */
  rest(): Uint8Array {
    this.#isOver = true;
    return this.#bytes.subarray(this.#given);
  }

  #give(piece: number): void {
    const until = Math.ceil((this.#comes * piece) / this.#pieces);
    const bytes = this.#bytes.subarray(this.#given, until);
    this.#given = until;
    if (bytes.length > 0) this.#take(bytes);
    if (piece < this.#pieces) this.#kernel.after(this.#everyUs, () => this.#giveNext(piece + 1));
  }

  #giveNext(piece: number): void {
    if (this.#isOver) return;
    this.#give(piece);
    this.#kernel.unsettle();
  }
}
