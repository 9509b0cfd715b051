const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Durations that a person would write, from small to large. */
const ROUND_MS: readonly number[] = [
  1,
  10,
  50,
  100,
  250,
  500,
  ...[1, 2, 3, 5, 10, 15, 20, 30, 45].map((seconds) => seconds * SECOND_MS),
  ...[1, 1.5, 2, 3, 4, 5, 10, 15, 20, 30, 45, 60].map((minutes) => minutes * MINUTE_MS),
];

/** The round ones below `ms`, from small to large. */
export function roundBelow(ms: number): readonly number[] {
  return ROUND_MS.filter((round) => round < ms);
}

/** `ms` in fewer digits, never less: in whole tenths of a second, whole seconds, and round ones not far above it. */
export function roundAbove(ms: number): readonly number[] {
  const near = ROUND_MS.find((round) => round >= ms);
  const steps = [SECOND_MS, SECOND_MS / 10].map((step) => Math.ceil(ms / step) * step);
  return near !== undefined && near <= ms * 1.5 ? [near, ...steps] : steps;
}
