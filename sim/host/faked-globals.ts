import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { OutsideTimers } from '../kernel/index.ts';
import { CALENDAR } from './faked-calendar.ts';
import { CHANCE } from './faked-chance.ts';
import { EVENTS } from './faked-events.ts';
import { MACHINES } from './faked-machine.ts';
import { PERFORMANCE } from './faked-performance.ts';
import { LISTENING } from './faked-listening.ts';
import { PROCESS } from './faked-process.ts';
import { SIGNALS } from './faked-signals.ts';
import { SURROUNDINGS } from './faked-surroundings.ts';
import { clockInForce, OutsideClock, putInForce, TIME } from './faked-time.ts';
import { TIMERS } from './faked-timers.ts';
import { TURNS } from './faked-turns.ts';
import { WORK } from './faked-work.ts';
import { OPEN_FILES } from './open-files.ts';
import { watchHiddenWork } from './hidden-work.ts';
import { replaceAll } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { currentScope } from './scope.ts';
import type { Zone } from './zone.ts';

export interface FakedGlobals extends OutsideTimers {
  /** Timers that are set through the globals and have not fired. */
  readonly pending: () => number;
  /** Puts the real globals back. */
  readonly restore: () => void;
}

/** All that is something else while code runs that does not go through ports. */
export const REPLACEMENTS: readonly Replacement[] = [
  ...TIME,
  ...CALENDAR,
  ...PERFORMANCE,
  ...EVENTS,
  ...LISTENING,
  ...TIMERS,
  ...CHANCE,
  ...PROCESS,
  ...SIGNALS,
  ...MACHINES,
  ...SURROUNDINGS,
  ...WORK,
  ...OPEN_FILES,
  ...TURNS,
];

/**
 * Hosts live where their world says, wherever the harness runs. Node looks at this when it is set, and at once.
 * @throws {Error} in a thread, whose own setting says nothing, when its process is elsewhere.
 */
function inZone(zone: Zone): () => void {
  const { TZ } = process.env;
  process.env['TZ'] = zone;
  const putBack = (): void => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  };
  if (isMainThread || isHere(zone)) return putBack;
  putBack();
  throw new Error(
    `The machines of this world stand in the time zone ${zone}, which a worker thread can't choose: its process has another. ` +
      `Start the process with TZ=${zone}, or run outside of a thread; for Vitest, pool: 'forks', which is its default.`,
  );
}

/** Winter and summer of either half of the globe. */
const SEASONS = [Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)];

function isHere(timeZone: Zone): boolean {
  const style = { dateStyle: 'short', timeStyle: 'short' } as const;
  const here = new Intl.DateTimeFormat('en', style);
  const there = new Intl.DateTimeFormat('en', { ...style, timeZone });
  return SEASONS.every((instant) => here.format(instant) === there.format(instant));
}

/**
 * Replaces the globals that tell time, wait, draw or reach out, for code that does not go through ports. Time is
 * fake-timers', kept in step by the kernel. What is replaced asks whose code is running each time it is called: a
 * host gets the world's, the harness and a test runner around it the real thing (all but the time of day, which is
 * the world's for all, but for how wrong the clock of a host is).
 * @throws {Error} when another run has the globals: there is one set for the whole process; and in a thread, when its
 *   process is in another zone.
 */
export function fakeGlobals(zone: Zone): FakedGlobals {
  if (clockInForce() !== null) {
    throw new Error(
      'Two runs of code that uses the globals must follow each other: a process has one set of them.',
    );
  }
  const backToZone = inZone(zone);
  const clock = new OutsideClock();
  putInForce(clock);
  // Code that uses the globals goes on after an `await`, and must be known there.
  const stopFollowing = currentScope.followPromises();
  const putBack = replaceAll(REPLACEMENTS);
  const stopWatching = watchHiddenWork();
  syncBuiltinESMExports();
  return {
    pending: () => clock.timers.countTimers(),
    nextUs: () => clock.nextUs(),
    fireNext: () => clock.fireNext(),
    advanceTo: (nowUs) => clock.advanceTo(nowUs),
    restore: () => {
      stopWatching();
      backToZone();
      try {
        putBack();
      } finally {
        putInForce(null);
        stopFollowing();
        syncBuiltinESMExports();
      }
    },
  };
}
