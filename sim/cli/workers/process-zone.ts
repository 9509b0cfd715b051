import type { Zone } from '../../host/zone.ts';

interface Waiting {
  readonly zone: Zone;
  readonly go: () => void;
}

/**
 * The time zone of this process. Threads can't choose one: each sees that of the process, when it first looks at a date. So runs
 * whose machines stand in the same zone go side by side, and those in another one after them, in the order in which they came.
 */
export class ProcessZone {
  readonly #before = process.env['TZ'];
  readonly #waiting: Waiting[] = [];
  #zone: Zone = 'UTC';
  #inside = 0;

  constructor() {
    process.env['TZ'] = this.#zone;
  }

  /** Resolves as soon as the process is in this zone; it stays there until as many have left as have entered. */
  async enter(zone: Zone): Promise<void> {
    const isFree = this.#waiting.length === 0 && (this.#inside === 0 || this.#zone === zone);
    if (isFree) this.#let(zone);
    else await new Promise<void>((go) => this.#waiting.push({ zone, go }));
  }

  leave(): void {
    this.#inside -= 1;
    while (true) {
      const [next] = this.#waiting;
      if (next === undefined || (this.#inside > 0 && next.zone !== this.#zone)) return;
      this.#waiting.shift();
      this.#let(next.zone);
      next.go();
    }
  }

  /** As it was before. */
  restore(): void {
    if (this.#before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = this.#before;
  }

  #let(zone: Zone): void {
    this.#inside += 1;
    if (zone === this.#zone) return;
    this.#zone = zone;
    // Node looks at this when it is set, and at once.
    process.env['TZ'] = zone;
  }
}
