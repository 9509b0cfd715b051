import { Calendar, WORLD_OWNER } from './calendar.ts';
import type { EntryId, TieRank } from './calendar.ts';

export type LimitName = 'events' | 'virtual time' | 'wall time' | 'open exchanges';

/** Why the kernel stopped: the world ended itself, nothing was left to happen, or a limit was reached. */
export type KernelStop =
  | { readonly kind: 'ended' }
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'limit';
      readonly limit: LimitName;
      readonly allowed: number;
    }
  | { readonly kind: 'stalled'; readonly why: string };

export interface KernelLimits {
  readonly events: number;
  readonly virtualUs: number;
  readonly wallMs: number;
}

/**
 * Timers that live outside the calendar: those of code that uses the globals. At equal instants they come before the
 * calendar's entries.
 */
export interface OutsideTimers {
  /** When the next one is due, in kernel µs; null without any. */
  nextUs(): number | null;
  /** Fires that one, at its time. */
  fireNext(): void;
  /** Moves their clock to `nowUs`; nothing is due up to then. */
  advanceTo(nowUs: number): void;
}

/** Keeps the world at the pace of real time, for what is not simulated. */
export interface Pace {
  /** µs of real time since the world began. */
  nowUs(): number;
  /** Resolves at that time, or before it when `wake` is called. */
  until(atUs: number): Promise<void>;
  wake(): void;
}

export interface KernelOptions {
  readonly limits: KernelLimits;
  /** Real milliseconds, for the wall limit only. Never reaches the world. */
  readonly wallMs: () => number;
  /**
   * Called after an entry that let asynchronous code run: resolves when nothing that can run at this instant is
   * left. A string says why that can't be reached.
   */
  readonly settle: () => Promise<string | null>;
  /** Called now and then when nothing has to settle for long: lets signals and streams of the process have a turn. */
  readonly breathe: () => Promise<void>;
  readonly outside: OutsideTimers | null;
  /** Default: none; time jumps from one entry to the next. */
  readonly pace?: Pace | null;
  /** Orders entries of one instant. Default: they run in the order in which they were put in. */
  readonly tieRank?: TieRank | null;
}

/** Entries between two looks at the real clock: often enough for a limit, rare enough to cost nothing. */
const ENTRIES_PER_WALL_CHECK = 256;

/** Real time between two breaths: short for whoever waits for Ctrl-C, long against the breath. */
const BREATH_EVERY_MS = 50;

/** Virtual time and what is to happen in it. Time moves only between entries, and only once all has settled. */
export class Kernel {
  readonly #calendar: Calendar;
  readonly #options: KernelOptions;
  #nowUs = 0;
  #entriesRun = 0;
  #lastEntryUs = -1;
  #ties = 0;
  #owners = 0;
  #end: KernelStop | null = null;
  #endHolds = (): boolean => true;
  #unsettled = false;
  /** What the world waits for in real time; null: it is at work, or time jumps. */
  #waitsForUs: number | null = null;
  /** The first `#soonCount` places are taken. */
  readonly #soon: ((() => void) | undefined)[] = [];
  #soonCount = 0;

  constructor(options: KernelOptions) {
    this.#options = options;
    this.#calendar = new Calendar(options.tieRank);
  }

  get nowUs(): number {
    if (this.#waitsForUs === null) return this.#nowUs;
    return Math.max(this.#nowUs, Math.min(this.#waitsForUs, Math.floor(this.#options.pace?.nowUs() ?? 0)));
  }

  get entriesRun(): number {
    return this.#entriesRun;
  }

  /** Entries that ran at the instant of the one before: another order of the two was possible. */
  get ties(): number {
    return this.#ties;
  }

  /** For who puts in several entries that must keep their order where they are due at one instant. */
  newOwner(): number {
    this.#owners += 1;
    return this.#owners;
  }

  /** A time that is past already means: now, after what is due now. `owner`: see `newOwner`. */
  at(atUs: number, run: () => void, owner = 0): EntryId {
    if (this.#waitsForUs !== null) this.#options.pace?.wake();
    return this.#calendar.push(Math.max(this.#nowUs, atUs), run, owner);
  }

  after(delayUs: number, run: () => void, owner = 0): EntryId {
    return this.at(this.nowUs + delayUs, run, owner);
  }

  /** For the world itself, which changes before anybody acts in it, in whatever order they do. */
  worldAt(atUs: number, run: () => void): EntryId {
    return this.at(atUs, run, WORLD_OWNER);
  }

  cancel(entry: EntryId): boolean {
    return this.#calendar.cancel(entry);
  }

  /**
   * Runs when the entry at hand is done, at the same instant, before any other entry: where asynchronous code would go
   * on, had it been set going now.
   */
  soon(run: () => void): void {
    if (this.#waitsForUs !== null) this.#options.pace?.wake();
    this.#soon[this.#soonCount] = run;
    this.#soonCount += 1;
  }

  /** Asynchronous code was set going: time must not move before it has settled. */
  unsettle(): void {
    this.#unsettled = true;
  }

  /** Ends the run before the next entry, if that `holds` still when all has settled that the entry at hand sets going. */
  end(holds: () => boolean = () => true): void {
    if (this.#end !== null) return;
    this.#end = { kind: 'ended' };
    this.#endHolds = holds;
  }

  /** Ends the run because something outside the kernel grew too large. */
  stopAtLimit(limit: LimitName, allowed: number): void {
    this.#end ??= { kind: 'limit', limit, allowed };
  }

  /** Runs entries until the world ends. Throws what an entry throws: that is a fault of the harness. */
  async run(): Promise<KernelStop> {
    const { limits, wallMs } = this.#options;
    const deadlineMs = wallMs() + limits.wallMs;
    let breathMs = wallMs();
    for (;;) {
      if (this.#unsettled || this.#soonCount > 0) {
        const stuck = await this.settle();
        if (stuck !== null) return { kind: 'stalled', why: stuck };
      }
      if (this.#end !== null) {
        if (this.#end.kind !== 'ended' || this.#endHolds()) return this.#end;
        this.#end = null;
      }
      if (this.#entriesRun >= limits.events)
        return { kind: 'limit', limit: 'events', allowed: limits.events };
      const outsideUs = this.#options.outside?.nextUs() ?? Infinity;
      const calendarUs = this.#calendar.nextUs();
      const nextUs = Math.min(outsideUs, calendarUs);
      if (nextUs === Infinity) return { kind: 'idle' };
      if (nextUs > limits.virtualUs) {
        return { kind: 'limit', limit: 'virtual time', allowed: limits.virtualUs / 1000 };
      }
      if (this.#entriesRun % ENTRIES_PER_WALL_CHECK === 0) {
        const nowMs = wallMs();
        if (nowMs > deadlineMs) return { kind: 'limit', limit: 'wall time', allowed: limits.wallMs };
        if (nowMs - breathMs > BREATH_EVERY_MS) {
          await this.#options.breathe();
          breathMs = nowMs;
        }
      }
      const before = this.#isBefore(nextUs);
      if (before !== false && (await before)) continue;
      this.#entriesRun += 1;
      this.#nowUs = Math.max(this.#nowUs, nextUs);
      if (outsideUs <= calendarUs) this.#fireOutside();
      else this.#runEntry();
    }
  }

  /** Waits for that instant where time does not jump. True when something else came before it. */
  #isBefore(nextUs: number): boolean | Promise<boolean> {
    const { pace = null } = this.#options;
    return pace !== null && pace.nowUs() < nextUs && this.#waitFor(pace, nextUs);
  }

  async #waitFor(pace: Pace, nextUs: number): Promise<boolean> {
    this.#waitsForUs = nextUs;
    await pace.until(nextUs);
    this.#nowUs = this.nowUs;
    this.#waitsForUs = null;
    return this.#nowUs < nextUs;
  }

  #runEntry(): void {
    if (this.#lastEntryUs === this.#nowUs) this.#ties += 1;
    this.#lastEntryUs = this.#nowUs;
    const run = this.#calendar.pop();
    this.#options.outside?.advanceTo(this.#nowUs);
    run?.();
  }

  #fireOutside(): void {
    this.#unsettled = true;
    this.#options.outside?.fireNext();
  }

  /** Lets all run that can run now. A string says why that can't be reached. */
  async settle(): Promise<string | null> {
    this.#runSoon();
    while (this.#unsettled) {
      const stuck = await this.#options.settle();
      // What was set going meanwhile has come to rest too: that is what settled means.
      this.#unsettled = false;
      this.#runSoon();
      if (stuck !== null) return stuck;
    }
    return null;
  }

  /** What is put in meanwhile runs behind the rest. */
  #runSoon(): void {
    // To cut an array short is a call into the engine; places are used again instead.
    for (let at = 0; at < this.#soonCount; at += 1) {
      const run = this.#soon[at];
      this.#soon[at] = undefined;
      run?.();
    }
    this.#soonCount = 0;
  }
}
