import type { Kernel } from '../kernel/index.ts';
import type { Coming } from '../net/index.ts';
import { ComingBody } from './coming-body.ts';

/** A body that comes piece by piece, for who reads a stream. `cancelled` when the reader has had enough. */
export class ComingStream {
  readonly stream: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly #body: ComingBody;

  constructor(
    kernel: Pick<Kernel, 'after' | 'unsettle'>,
    bytes: Uint8Array,
    coming: Coming,
    cancelled: () => void,
  ) {
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#controller = controller),
      cancel: () => {
        this.#close();
        cancelled();
      },
    });
    this.#body = new ComingBody(kernel, bytes, coming, (piece) => this.#controller?.enqueue(piece));
  }

  /** The last of it is there. */
  end(): void {
    const controller = this.#controller;
    const rest = this.#body.rest();
    this.#close();
    controller?.enqueue(rest);
    controller?.close();
  }

  /** No more comes, and whoever reads hears of it. */
  fail(reason: unknown): void {
    const controller = this.#controller;
    this.#close();
    controller?.error(reason);
  }

  #close(): void {
    this.#controller = null;
    this.#body.stop();
  }
}
