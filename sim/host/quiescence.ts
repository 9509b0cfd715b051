import { hasHiddenWork, realTimeWorkDone } from './hidden-work.ts';
import { isLoadingModules } from './module-loads.ts';
import { wallMs } from './wall-clock.ts';

/** Kinds of event-loop resources that mean: something will run soon without any virtual time passing. */
const WORK_IN_SIGHT: ReadonlySet<string> = new Set([
  'Immediate',
  'FSReqCallback',
  'FSReqPromise',
  'CloseReq',
  'GetAddrInfoReqWrap',
  'GetNameInfoReqWrap',
  'QueryReqWrap',
  'TCPConnectWrap',
  'PipeConnectWrap',
  'ShutdownWrap',
]);

/** Real time that work which nobody can see may take before the exchange counts as hung. */
const HANG_MS = 2_000;
const HANG_POLL_MS = 5;

/**
 * Real time that one instant of virtual time may take, whatever is in sight: a key derivation, one large module. What a
 * fleet takes to load, one after the other, is the harness's time and not the subject's.
 */
const INSTANT_MS_MAX = 30_000;

/** What lies between two looks counts for no more: the whole process may have stood still, as that of a laptop that sleeps. */
const LOOK_MS_MAX = 1_000;

// Taken before anybody fakes them.
const realSetImmediate = setImmediate;
const realSetTimeout = setTimeout;

function turn(): Promise<void> {
  return new Promise((resolve) => {
    realSetImmediate(resolve);
  });
}

/** Lets the event loop go round once, for those outside the world: signals, streams, progress. */
export function breathe(): Promise<void> {
  return turn();
}

function realWait(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    realSetTimeout(resolve, delayMs);
  });
}

function loopHasWork(resources: readonly string[]): boolean {
  return resources.some((kind) => WORK_IN_SIGHT.has(kind));
}

/**
 * Where time is real, nothing is held until it comes to rest: what is at work goes on by itself. Waits for `openWork` to end
 * all the same, for `forMs` at most.
 */
export async function letWorkEnd(openWork: () => number, forMs: number): Promise<null> {
  await turn();
  for (let waitedMs = 0; openWork() > 0 && waitedMs < forMs; waitedMs += HANG_POLL_MS) {
    await realWait(HANG_POLL_MS);
  }
  return null;
}

/** Real time for what a program does at its end: files and connections are closed in less. */
const ENDING_MS = 300;

/** Waits for the last that a program does. Virtual time is over: where that is a timer, nobody waits for ever. */
export async function letEnd(ending: Promise<void>): Promise<void> {
  let isOpen = true;
  const ended = ending.finally(() => (isOpen = false));
  // What fails later than that is heard by nobody.
  ended.catch(() => {});
  await Promise.race([ended, letWorkEnd(() => (isOpen ? 1 : 0), ENDING_MS)]);
}

export interface QuiescenceOptions {
  /** Exchanges and boots that have begun and not ended. */
  readonly openWork: () => number;
  /** Whether anything in the world waits for a virtual timer. */
  readonly timersPending: () => boolean;
  /** Whether code runs that nobody counts: a foreign device or edge. */
  readonly foreignCode: boolean;
  /** Gives up open work that nobody needs; false when there is none. Default: there never is. */
  readonly giveUp?: () => boolean;
  /** Names the work that is open, for the message. */
  readonly describe: () => string;
  /** Set when the subject crashed: nothing more needs to be waited for. */
  readonly crashed: () => boolean;
  /** Real milliseconds, for the limits. Default: the real ones. */
  readonly realMs?: () => number;
}

/**
 * Resolves when nothing that can run at this virtual instant is left: each open exchange has ended, or waits for a
 * virtual timer. When a `setImmediate` callback runs, all microtasks and ticks have run; what else could still run
 * shows as a resource of the event loop, or as a job of the thread pool. No number of turns is guessed. A string says
 * why it never got there.
 */
export async function settle(options: QuiescenceOptions): Promise<string | null> {
  const { realMs = wallMs } = options;
  let hungForMs = 0;
  let busyForMs = 0;
  let lookedAtMs: number | null = null;
  let loaded = realTimeWorkDone();
  for (;;) {
    await turn();
    if (options.crashed()) return null;
    if (options.openWork() === 0 && !options.foreignCode) return null;
    const resources = process.getActiveResourcesInfo();
    const hidden = hasHiddenWork() || isLoadingModules(resources);
    const loadedNow = realTimeWorkDone();
    if (loadedNow > loaded) busyForMs = 0;
    loaded = loadedNow;
    if (hidden || loopHasWork(resources)) {
      const nowMs = realMs();
      busyForMs += Math.min(nowMs - (lookedAtMs ?? nowMs), LOOK_MS_MAX);
      lookedAtMs = nowMs;
      if (busyForMs > INSTANT_MS_MAX) return neverRests(hidden);
      // A thread is at work: turning the loop at full speed would only take the processor from it.
      if (hidden) await realWait(1);
      continue;
    }
    lookedAtMs = null;
    if (options.openWork() === 0 || options.timersPending()) return null;
    // Open work, an idle loop and no timer: a thread we can't see, or a handler that will never answer.
    if (hungForMs >= HANG_MS && options.giveUp?.() === true) {
      hungForMs = 0;
      continue;
    }
    if (hungForMs >= HANG_MS) {
      return `${options.describe()} neither ended nor waits for a timer (waited ${HANG_MS} ms of real time)`;
    }
    await realWait(HANG_POLL_MS);
    hungForMs += HANG_POLL_MS;
  }
}

function neverRests(hidden: boolean): string {
  const busy = hidden
    ? 'it waits for a thread, or for a module whose top-level await waits for virtual time'
    : 'it goes round in setImmediate or in file operations';
  return `code under test does not come to rest at one instant of virtual time (waited ${INSTANT_MS_MAX} ms of real time): ${busy}`;
}
