import type { Message } from '../protocol/index.ts';
import { Entry } from './entry.ts';
import type { Journal } from './journal.ts';
import { messageText } from './message-text.ts';

/** A reading that was taken while the wall clock could not be believed, and when that was by the other clock. */
interface Held {
  readonly entry: Entry;
  readonly message: Message;
  readonly monotonicMs: number;
}

/** An instant by both clocks: the wall clock is right by now. */
export interface RightInstant {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/**
 * Readings that are held until the wall clock is right: then it is known when they were taken, for the monotonic clock went on
 * meanwhile. Only within one boot: what a reboot finds is sent as it is, and what the edge refuses of it is parked.
 */
export class Unstamped {
  #held: Held[] = [];

  add(held: Held): void {
    held.entry.phase = 'unstamped';
    this.#held.push(held);
  }

  /**
   * Those that still wait, and what takes their place: the same readings with the time at which they were taken, which is
   * written, without a sync.
   */
  stamp(journal: Journal, now: RightInstant): readonly { readonly before: Entry; readonly after: Entry }[] {
    this.#held = this.#held.filter(({ entry }) => entry.phase === 'unstamped');
    return this.#held.map(({ entry: before, message, monotonicMs }) => {
      const timestamp = new Date(now.wallMs - (now.monotonicMs - monotonicMs)).toISOString();
      const stamped = { ...message, timestamp };
      const { sequenceId, correlationId, file } = before;
      const after = new Entry({
        sequenceId,
        correlationId,
        file,
        body: messageText(stamped),
        message: stamped,
      });
      journal.saveStamped(after);
      return { before, after };
    });
  }
}
