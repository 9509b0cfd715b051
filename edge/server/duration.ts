const DURATION_PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** `250ms`, `1.5s`, `5m`, `2h` as milliseconds; undefined for anything else, a bare number included. */
export function parseDurationMs(text: string): number | undefined {
  const match = DURATION_PATTERN.exec(text);
  const unitMs = UNIT_MS.get(match?.[2] ?? '');
  return match === null || unitMs === undefined ? undefined : Number(match[1]) * unitMs;
}
