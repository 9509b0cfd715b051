import type { PlainClock } from '../../ports/index.ts';

/** What lets other connections have their turn. */
interface Pausable {
  readonly pause: () => unknown;
  readonly resume: () => unknown;
}

/** From here on a turn of the event loop is a long one: it begins with as much as 1,024 connections have sent. */
const LONG_MS = 200;

/**
 * In a long turn of the event loop no connection is served twice. As long as more than a thousand connections have something to
 * read, Node reads on (libuv up to 48 times), and meanwhile no timer fires: where all send again as soon as they are
 * answered, a turn would take ten seconds and more. So who has been answered in a long turn is not read from before the next.
 */
export class FairTurns {
  readonly #clock: Pick<PlainClock, 'monotonic'>;
  readonly #afterTurn: (then: () => void) => void;
  #begunMs: number | null = null;
  #held: Pausable[] = [];

  constructor(clock: Pick<PlainClock, 'monotonic'>, afterTurn: (then: () => void) => void) {
    this.#clock = clock;
    this.#afterTurn = afterTurn;
  }

  /** To be told of each connection that is answered. */
  answered(connection: Pausable): void {
    if (this.#begunMs === null) {
      this.#begunMs = this.#clock.monotonic();
      this.#afterTurn(() => this.#end());
    } else if (this.#clock.monotonic() - this.#begunMs > LONG_MS) {
      connection.pause();
      this.#held.push(connection);
    }
  }

  #end(): void {
    this.#begunMs = null;
    const held = this.#held;
    this.#held = [];
    for (const connection of held) connection.resume();
  }
}
