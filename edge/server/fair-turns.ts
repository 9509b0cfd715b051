import type { PlainClock } from '../../ports/index.ts';

/** What lets others have their turn. */
interface Pausable {
  readonly pause: () => unknown;
  readonly resume: () => unknown;
}

/** From here on a turn of the event loop is a long one: some two hundred requests. */
const LONG_MS = 50;

/** Who is answered waits for newcomers no longer than this. */
const HELD_MS_MAX = 200;

/**
 * While turns of the event loop are long, each connection is served once in a turn, and then newcomers come first. By itself
 * Node (libuv) takes one newcomer in a turn, however many requests are served in it, and reads on for as long as more than a
 * thousand connections have something to read, while no timer fires. Of 1,500 clients that come at once and send again as
 * soon as they are answered, most were not served once in ten seconds.
 */
export class FairTurns {
  readonly #clock: Pick<PlainClock, 'monotonic'>;
  readonly #afterTurn: (then: () => void) => void;
  /** Since then; over, once nobody is held back any more. */
  #begunMs: number | null = null;
  /** Whether the last one was long. */
  #isBusy = false;
  #isAnyoneNew = false;
  /** Not read from until newcomers are in, and since when. */
  #held: Pausable[] = [];
  #heldMs: number | null = null;

  constructor(clock: Pick<PlainClock, 'monotonic'>, afterTurn: (then: () => void) => void) {
    this.#clock = clock;
    this.#afterTurn = afterTurn;
  }

  /** To be told of each connection as it comes. */
  connected(): void {
    this.#isAnyoneNew = true;
    this.#turnBegunMs();
  }

  /** To be told of each connection that is answered. */
  answered(connection: Pausable): void {
    const begunMs = this.#turnBegunMs();
    if (!this.#isBusy && this.#clock.monotonic() - begunMs <= LONG_MS) return;
    connection.pause();
    this.#held.push(connection);
  }

  #turnBegunMs(): number {
    if (this.#begunMs === null) {
      this.#begunMs = this.#clock.monotonic();
      this.#afterTurn(() => this.#end());
    }
    return this.#begunMs;
  }

  #end(): void {
    const nowMs = this.#clock.monotonic();
    const isAnyoneNew = this.#isAnyoneNew;
    this.#isAnyoneNew = false;
    this.#heldMs ??= nowMs;
    if (this.#held.length > 0 && isAnyoneNew && nowMs - this.#heldMs < HELD_MS_MAX) {
      // Once more around the loop, for newcomers and those that nobody has served yet.
      this.#afterTurn(() => this.#end());
      return;
    }
    this.#isBusy = this.#begunMs !== null && nowMs - this.#begunMs > LONG_MS;
    this.#begunMs = null;
    this.#heldMs = null;
    const held = this.#held;
    this.#held = [];
    for (const connection of held) connection.resume();
  }
}
