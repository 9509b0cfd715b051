import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';

/** How long the world goes on for an edge that waits for its own work when all is resolved, and how often that is looked at. */
const REST_MS_MAX = 1_000;
const REST_LOOK_EVERY_MS = 1;
/** How often is looked whether the edge has stored what it has taken. It may do so for as long as the world drains. */
const STORE_LOOK_EVERY_MS = 1_000;

export interface EndAtRestOptions {
  readonly kernel: Pick<Kernel, 'nowUs' | 'after' | 'end'>;
  /** Whether all is resolved, and nothing on the way. */
  readonly isDrained: () => boolean;
  /** Whether the edge waits for anything that will come by itself, timers aside. */
  readonly isEdgeWaiting: () => boolean;
  /** Whether the edge has yet to store what it has taken. */
  readonly isEdgeBehind: () => boolean;
}

/** Ends the world once all is resolved. What the edge still writes is waited for, but not for ever: it may never stop. */
export class EndAtRest {
  readonly #options: EndAtRestOptions;
  #endsByUs: number | null = null;
  #looksAgain = false;
  #isBehind = false;
  /** It was not behind, and nothing has been on the way since. To ask goes through all readings. */
  #isCaughtUp = false;

  constructor(options: EndAtRestOptions) {
    this.#options = options;
  }

  look(): void {
    const { kernel, isDrained, isEdgeWaiting, isEdgeBehind } = this.#options;
    if (this.#isBehind) return;
    if (!isDrained()) {
      this.#isCaughtUp = false;
      return;
    }
    this.#isCaughtUp ||= !isEdgeBehind();
    if (!this.#isCaughtUp) {
      this.#isBehind = true;
      kernel.after(usFromMs(STORE_LOOK_EVERY_MS), () => {
        this.#isBehind = false;
        this.look();
      });
      return;
    }
    const { nowUs } = kernel;
    this.#endsByUs ??= nowUs + usFromMs(REST_MS_MAX);
    if (!isEdgeWaiting() || nowUs >= this.#endsByUs) {
      // An answer may be the end of all, until the device has heard it: it may send the reading again, under another number.
      kernel.end(isDrained);
      return;
    }
    if (this.#looksAgain) return;
    this.#looksAgain = true;
    kernel.after(usFromMs(REST_LOOK_EVERY_MS), () => {
      this.#looksAgain = false;
      this.look();
    });
  }
}
