import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory, EdgeUnderTest } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** Rows that are written together. */
const BATCH = 50;

/** Answers when a reading is in the buffer, and writes the buffer when it is full. A crash takes what is in it. */
class LosesItsWriteBuffer extends PlainEdge {
  readonly #written: Message[] = [];
  #buffer: Message[] = [];

  protected override store(message: Message): void {
    this.#buffer.push(message);
    if (this.#buffer.length < BATCH) return;
    this.#written.push(...this.#buffer);
    this.#buffer = [];
  }

  /** What is in the database, as its owner would list it. */
  protected override accepted(): EdgeUnderTest['accepted'] {
    return () => this.#written;
  }
}

export const losesItsWriteBuffer: EdgeFactory = (env) => new LosesItsWriteBuffer(env).listen();
