import type { Abandon, Answer, ClientEnd } from '../net/index.ts';

/** An attempt under way, for as long as its host lives and its client waits. */
export class OpenSend implements ClientEnd {
  readonly #open: Set<OpenSend>;
  readonly #client: ClientEnd;
  readonly #isAlive: () => boolean;
  #abandon: Abandon | null = null;

  constructor(open: Set<OpenSend>, client: ClientEnd, isAlive: () => boolean) {
    this.#open = open;
    this.#client = client;
    this.#isAlive = isAlive;
    open.add(this);
  }

  abandonBy(abandon: Abandon): void {
    this.#abandon = abandon;
  }

  abandon(why: 'timeout' | 'crash'): void {
    this.#open.delete(this);
    this.#abandon?.(why);
  }

  answered(answer: Answer): void {
    if (this.#close()) this.#client.answered(answer);
  }

  refused(): void {
    if (this.#close()) this.#client.refused();
  }

  reset(): void {
    if (this.#close()) this.#client.reset();
  }

  #close(): boolean {
    this.#open.delete(this);
    return this.#isAlive();
  }
}
