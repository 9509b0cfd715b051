import type { Answer, Asked } from './messages.ts';

/** Runs one thing at a time: what is asked last. */
export class Runner {
  readonly #url: string;
  readonly #hear: (answer: Answer) => void;
  #worker: Worker | null = null;
  #running = false;
  #last = 0;

  /** @param script of the worker */
  constructor(script: string, hear: (answer: Answer) => void) {
    this.#url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    this.#hear = hear;
  }

  ask(asked: Omit<Asked, 'id'>): void {
    this.#last += 1;
    // A run can't be told to stop: its worker goes with it.
    if (this.#running) this.#end();
    this.#running = true;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id: this.#last, ...asked });
  }

  #start(): Worker {
    const worker = new Worker(this.#url);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      if (data.id !== this.#last) return;
      if (data.kind !== 'running') this.#running = false;
      this.#hear(data);
    });
    worker.addEventListener('error', ({ message }) => {
      this.#end();
      this.#hear({ kind: 'refused', id: this.#last, errors: [message] });
    });
    return worker;
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#running = false;
  }
}
