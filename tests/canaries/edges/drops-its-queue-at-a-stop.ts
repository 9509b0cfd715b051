import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory, EdgeUnderTest } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Sooner than any answer is at its device. */
const WRITE_EACH_MS = 4;

/** Answers, and writes what it has answered each few milliseconds, all at once. */
class WritesInBatches extends PlainEdge {
  #batch: Message[] = [];

  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    if (this.keys.has(key)) return 'duplicate';
    this.keys.set(key, 'claimed');
    await this.pause('before-commit');
    this.keys.set(key, 'committed');
    if (this.#batch.push(message) === 1) this.env.clock.setTimeout(() => this.flush(), WRITE_EACH_MS);
    return 'accepted';
  }

  protected flush(): void {
    const batch = this.#batch;
    this.#batch = [];
    for (const message of batch) this.store(message);
  }

  override listen(): EdgeUnderTest {
    return { ...super.listen(), close: () => this.close() };
  }

  /** `server.close(() => process.exit())`: every request is answered, and what was to be written goes with the process. */
  protected close(): void {}
}

class FlushesAtItsStop extends WritesInBatches {
  protected override close(): void {
    this.flush();
  }
}

export const dropsItsQueueAtAStop: EdgeFactory = (env) => new WritesInBatches(env).listen();

/** The same edge without the mistake. */
export const flushesAtItsStop: EdgeFactory = (env) => new FlushesAtItsStop(env).listen();
