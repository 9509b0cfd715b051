/**
 * Milliseconds until an instant; 0 when it is less than one away. Timers come a fraction of a millisecond early, and who
 * would then be told to wait for that fraction would ask over and over at one instant.
 */
export function timeLeftMs(untilMs: number, nowMs: number): number {
  const leftMs = untilMs - nowMs;
  return leftMs < 1 ? 0 : leftMs;
}
