/**
 * Units of time. The kernel counts whole microseconds since the world began; the ports speak milliseconds;
 * wall clocks in the world show milliseconds since the Unix epoch.
 */

/** Where every world begins: 2026-01-01T00:00:00.000Z, in ms. Never 0, which some libraries take for "unset". */
export const WORLD_EPOCH_MS = Date.UTC(2026, 0, 1);

const US_PER_MS = 1000;

/** Whole microseconds, rounded to the nearest. */
export function usFromMs(ms: number): number {
  return Math.round(ms * US_PER_MS);
}

export function msFromUs(us: number): number {
  return us / US_PER_MS;
}

/** What a perfect wall clock shows at this kernel time, in whole ms. */
export function epochMsFromUs(us: number): number {
  return WORLD_EPOCH_MS + Math.floor(us / US_PER_MS);
}
