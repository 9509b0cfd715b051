import { syncBuiltinESMExports } from 'node:module';
import type { OutsideTimers } from '../kernel/index.ts';
import { CALENDAR } from './faked-calendar.ts';
import { CHANCE } from './faked-chance.ts';
import { EVENTS } from './faked-events.ts';
import { MACHINES } from './faked-machine.ts';
import { PERFORMANCE } from './faked-performance.ts';
import { LISTENING } from './faked-listening.ts';
import { PROCESS } from './faked-process.ts';
import { SURROUNDINGS } from './faked-surroundings.ts';
import { clockInForce, OutsideClock, putInForce, TIME } from './faked-time.ts';
import { TIMERS } from './faked-timers.ts';
import { TURNS } from './faked-turns.ts';
import { WORK } from './faked-work.ts';
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
  ...MACHINES,
  ...SURROUNDINGS,
  ...WORK,
  ...TURNS,
];

/** Hosts live where their world says, wherever the harness runs. Node looks at this when it is set, and at once. */
function inZone(zone: Zone): () => void {
  const { TZ } = process.env;
  process.env['TZ'] = zone;
  return () => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  };
}

/**
 * Replaces the globals that tell time, wait, draw or reach out, for code that does not go through ports. Time is
 * fake-timers', kept in step by the kernel. What is replaced asks whose code is running each time it is called: a
 * host gets the world's, the harness and a test runner around it the real thing (all but the time of day, which is
 * the world's for all, but for how wrong the clock of a host is).
 * @throws {Error} when another run has the globals: there is one set for the whole process.
 */
export function fakeGlobals(zone: Zone = 'UTC'): FakedGlobals {
  if (clockInForce() !== null) {
    throw new Error(
      'Two runs of code that uses the globals must follow each other: a process has one set of them.',
    );
  }
  const clock = new OutsideClock();
  putInForce(clock);
  // Code that uses the globals goes on after an `await`, and must be known there.
  const stopFollowing = currentScope.followPromises();
  const putBack = replaceAll(REPLACEMENTS);
  const backToZone = inZone(zone);
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
      putBack();
      putInForce(null);
      stopFollowing();
      syncBuiltinESMExports();
    },
  };
}
