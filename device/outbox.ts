import { OpenList } from '../lists/open-list.ts';
import type { Entry, Turn } from './entry.ts';
import type { PlainClock } from '../ports/index.ts';
import type { DeviceSettings } from './settings.ts';

/** One list for all: most readings need no room made. */
const NO_VICTIMS: readonly Entry[] = [];

/** The readings without an end, and which of them are due. In memory; what of it is on the disk is no matter here. */
export class Outbox {
  readonly #clock: PlainClock;
  readonly #entries = new OpenList<Entry>();
  /** In the order in which they became so. */
  readonly due = new OpenList<Turn>();

  constructor(clock: PlainClock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(entry: Entry): void {
    this.#entries.add(entry);
  }

  /** It has its end. */
  takeOut(entry: Entry): void {
    if (entry.timer !== null) this.#clock.clearTimeout(entry.timer);
    if (entry.turn !== null) this.due.remove(entry.turn);
    this.#entries.remove(entry);
    entry.timer = null;
    entry.turn = null;
    entry.phase = 'ended';
  }

  /**
   * The readings that must go so that one more fits; null when the new one must go itself. A reading in flight is
   * never given up for room: its acknowledgement may be on the way, and a reading has one end. `block` without a
   * look at `ready` loses the newest.
   */
  victims({ limit, overflow }: DeviceSettings['outbox']): readonly Entry[] | null {
    let excess = this.#entries.size + 1 - limit;
    if (excess <= 0) return NO_VICTIMS;
    if (overflow !== 'drop-oldest') return null;
    const victims: Entry[] = [];
    for (const entry of this.#entries) {
      if (entry.phase === 'in-flight' || entry.phase === 'unburied') continue;
      victims.push(entry);
      excess -= 1;
      if (excess === 0) return victims;
    }
    return null;
  }

  /** Numbers of the readings, oldest first. */
  sequenceIds(): readonly number[] {
    const sequenceIds: number[] = [];
    for (const entry of this.#entries) sequenceIds.push(entry.sequenceId);
    return sequenceIds;
  }

  /** Whatever they wait for will not come. */
  cancelAll(): void {
    for (const entry of this.#entries) {
      if (entry.timer !== null) this.#clock.clearTimeout(entry.timer);
      entry.cancel?.();
    }
  }
}
