import type { DeliveryKey } from '../trace/index.ts';
import { Crowds } from './crowds.ts';

/** A timer that is set. */
export interface HeldTimer {
  /** At work on what it was set. */
  readonly scope: { readonly exchange: DeliveryKey | null; readonly carriesMany?: boolean } | undefined;
  readonly delayMs: number;
  readonly repeats: boolean;
}

/** Timers that a program may have for itself: a sweeper, a heartbeat, a flush that waits. */
export const OWN_TIMERS_MAX = 8;

/** From here on a timer may be meant to outlive its request by far: it is how keys are forgotten. */
const EXPIRY_MS_MIN = 60_000;

/** So many files a host may have open, for whatever it likes, and one for each device. A process has 1,024 descriptors unless somebody raised that. */
export const OPEN_FILES_MAX = 64;

/** What one boot of a host has taken and not given back, of what goes through the globals. */
export class Holdings {
  readonly timers = new Set<HeldTimer>();
  readonly crowds = new Crowds();
  /** Files that are open by Node's own functions: their descriptors, and a mark of each handle. */
  readonly openFiles = new Set<number | symbol>();
}

/** How many timers of each sort a host has set. */
export interface TimersHeld {
  /** All of them. */
  readonly timers: number;
  /** Those that fire again and again. */
  readonly repeating: number;
  /**
   * Those set at work on a request that is over; of these, only the ones that repeat, and of those that fire within a minute of
   * being set all but one for each reading: by that one a cache may forget it.
   */
  readonly outlived: number;
  /** Those that outlived their request and were set for longer. */
  readonly expiries: number;
}

export function timersHeld(
  timers: Iterable<HeldTimer>,
  isOpen: (exchange: DeliveryKey) => boolean,
): TimersHeld {
  const held = { timers: 0, repeating: 0, outlived: 0, expiries: 0 };
  const readings = new Set<string>();
  for (const { scope, delayMs, repeats } of timers) {
    held.timers += 1;
    if (repeats) held.repeating += 1;
    const exchange = scope?.exchange ?? null;
    if (exchange === null || isOpen(exchange)) continue;
    if (!repeats && delayMs >= EXPIRY_MS_MIN) held.expiries += 1;
    else if (repeats || scope?.carriesMany !== true) {
      if (!repeats) readings.add(JSON.stringify([exchange.device, exchange.reading]));
      held.outlived += 1;
    }
  }
  return { ...held, outlived: held.outlived - readings.size };
}

/** How many files a host has open, where they are more than any may have. */
export function filesOpen(holdings: Holdings | undefined): { readonly openFiles: number } | null {
  const openFiles = holdings?.openFiles.size ?? 0;
  return openFiles > OPEN_FILES_MAX ? { openFiles } : null;
}
