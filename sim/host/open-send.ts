import type { Answer, ClientEnd, Sent } from '../net/index.ts';
import type { SentOut } from './simulated-fetch.ts';
import type { Listed, OpenList } from '../../lists/open-list.ts';

/** An attempt under way, for as long as its host lives and its client waits. */
export class OpenSend implements ClientEnd, SentOut, Listed<OpenSend> {
  previous: OpenSend | null = null;
  next: OpenSend | null = null;
  listed = false;
  readonly #open: OpenList<OpenSend>;
  readonly #client: ClientEnd;
  readonly #isAlive: () => boolean;
  #sent: Sent | null = null;

  readonly reading: number | null;

  constructor(open: OpenList<OpenSend>, client: ClientEnd, isAlive: () => boolean, reading: number | null) {
    this.reading = reading;
    this.#open = open;
    this.#client = client;
    this.#isAlive = isAlive;
    open.add(this);
  }

  left(sent: Sent): void {
    this.#sent = sent;
  }

  abandon(why: 'timeout' | 'crash'): void {
    this.#open.remove(this);
    this.#sent?.abandon(why);
  }

  answered(answer: Answer): void {
    const isHeard = answer.endless === true ? this.#isAlive() : this.#close();
    if (isHeard) this.#client.answered(answer);
  }

  refused(): void {
    if (this.#close()) this.#client.refused();
  }

  reset(): void {
    if (this.#close()) this.#client.reset();
  }

  #close(): boolean {
    this.#open.remove(this);
    return this.#isAlive();
  }
}
