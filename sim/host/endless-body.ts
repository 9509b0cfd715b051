import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';

/** A slow drip: what is read of it without end must not fill a memory. */
const CHUNK_EVERY_MS = 250;
const CHUNK = new Uint8Array(1_024).fill(0x20);

/** A body that never ends: spaces, as long as somebody reads, or some and then nothing. `cancelled` when the reader has had enough. */
export class EndlessBody {
  readonly stream: ReadableStream<Uint8Array>;
  #end: ((reason: unknown) => void) | null = null;

  constructor(kernel: Pick<Kernel, 'after' | 'unsettle'>, how: 'drips' | 'stalls', cancelled: () => void) {
    let ended = false;
    let hasBegun = false;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#end = (reason) => {
            if (ended) return;
            ended = true;
            controller.error(reason);
          };
        },
        pull: (controller) =>
          new Promise((resolve) => {
            if (how === 'stalls' && hasBegun) return;
            hasBegun = true;
            kernel.after(usFromMs(CHUNK_EVERY_MS), () => {
              if (!ended) controller.enqueue(CHUNK);
              kernel.unsettle();
              resolve();
            });
          }),
        cancel: () => {
          ended = true;
          cancelled();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** The reader gave up otherwise: what it waits for fails with the reason. */
  fail(reason: unknown): void {
    this.#end?.(reason);
  }
}
