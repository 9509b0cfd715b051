import type { Answer, ClientEnd, Coming, Sent } from '../net/index.ts';
import type { Challenges } from './challenges.ts';
import type { SentOut } from './outgoing-request.ts';
import type { Listed, OpenList } from '../../lists/open-list.ts';

interface OpenSendOptions {
  readonly reading: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly challenges: Challenges;
  readonly freed: (() => void) | null;
}

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
  readonly #headers: Readonly<Record<string, string>>;
  readonly #challenges: Challenges;
  /** Where the connection goes once it is free; null where its client sees to that. */
  readonly #freed: OpenSendOptions['freed'];

  constructor(
    open: OpenList<OpenSend>,
    client: ClientEnd,
    isAlive: () => boolean,
    { reading, headers, challenges, freed }: OpenSendOptions,
  ) {
    this.reading = reading;
    this.#headers = headers;
    this.#challenges = challenges;
    this.#freed = freed;
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
    if (answer.endless === undefined && answer.headers['connection'] !== 'close') this.#freed?.();
    const isHeard = answer.endless === undefined ? this.#close() : this.#isAlive();
    this.#challenges.answered(this.reading, this.#headers, answer.status);
    if (isHeard) this.#client.answered(answer);
  }

  begun(answer: Answer, coming: Coming): void {
    if (this.#isAlive()) this.#client.begun(answer, coming);
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
