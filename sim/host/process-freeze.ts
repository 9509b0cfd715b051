import type { Kernel } from '../kernel/index.ts';
import type { AttemptKey, FaultName } from '../trace/index.ts';
import type { HostClock } from './host-clock.ts';

/** What a process does first as it goes on. */
export interface Freeze {
  readonly first: 'arrivals' | 'timers';
}

/** What the process can't take, or say, while it stands still. */
export interface HeldUp {
  readonly goOn: () => void;
  /** It crashed instead. */
  readonly broken: (by: FaultName) => void;
}

/** What waits for a process that stands still, and what it can't say while it does. */
interface Frozen {
  readonly first: Freeze['first'];
  /** In the order in which they came. */
  readonly arrivals: HeldUp[];
  /** Timers that were due, set through the globals; those of the port wait at their clock. */
  readonly timers: (() => void)[];
  readonly answers: HeldUp[];
}

export interface ProcessFreezeOptions {
  readonly kernel: Kernel;
  /** That of the boot at hand; null: nothing runs. */
  readonly clock: () => HostClock | null;
  /** Called each time that anything of an attempt has to wait. */
  readonly injected: (key: AttemptKey) => void;
}

/** A process that stands still for a while, and goes on with all that came meanwhile. */
export class ProcessFreeze {
  readonly #options: ProcessFreezeOptions;
  #frozen: Frozen | null = null;
  /** Timers that were held and have not run yet, though it goes on: what came meanwhile goes first, or another of them. */
  #overdue = 0;

  constructor(options: ProcessFreezeOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    return this.#frozen !== null;
  }

  /** Whether timers wait for it to go on, or for their turn as it does. */
  get holdsTimers(): boolean {
    return this.isOn || this.#overdue > 0;
  }

  /** From now on it stands still; null: it goes on. */
  set(freeze: Freeze | null): void {
    const { clock } = this.#options;
    if (freeze === null) this.#thaw();
    else {
      this.#frozen ??= { first: freeze.first, arrivals: [], timers: [], answers: [] };
      clock()?.freeze();
    }
  }

  /** Whether a timer that is due has to wait. */
  holdsTimer(fire: () => void): boolean {
    return this.#frozen !== null && this.#frozen.timers.push(fire) > 0;
  }

  /** What comes to the process has to wait; null: it is of no attempt. Only while it stands still. */
  holdArrival(key: AttemptKey | null, arrival: HeldUp): void {
    if (key !== null) this.#options.injected(key);
    this.#frozen?.arrivals.push(arrival);
  }

  /** So has what the process answers. */
  holdAnswer(key: AttemptKey, answer: HeldUp): void {
    this.#options.injected(key);
    this.#frozen?.answers.push(answer);
  }

  /** What waits is cut off. The next process does not stand still. */
  crash(by: FaultName): void {
    const frozen = this.#frozen;
    this.#frozen = null;
    for (const { broken } of frozen?.arrivals ?? []) broken(by);
    for (const { broken } of frozen?.answers ?? []) broken(by);
  }

  #thaw(): void {
    const frozen = this.#frozen;
    this.#frozen = null;
    if (frozen === null) return;
    const { kernel, clock } = this.#options;
    const runTimers = (): void => {
      clock()?.thaw();
      this.#overdue += frozen.timers.length;
      for (const fire of frozen.timers) {
        kernel.after(0, () => {
          this.#overdue -= 1;
          fire();
        });
      }
    };
    if (frozen.first === 'timers') runTimers();
    for (const { goOn } of frozen.answers) goOn();
    for (const { goOn } of frozen.arrivals) kernel.after(0, goOn);
    if (frozen.first === 'arrivals') runTimers();
  }
}
