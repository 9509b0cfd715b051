/** Virtual time as messages say it, from microseconds: `83.204s`. */
export function instant(us: number): string {
  return `${trimmed(us / 1_000_000)}s`;
}

/** A span in milliseconds as messages say it: `250ms`, `1.5s`, `300s`. */
export function span(ms: number): string {
  return Math.abs(ms) < 1000 ? `${trimmed(ms)}ms` : `${trimmed(ms / 1000)}s`;
}

/** At most three decimals, and none that say nothing. */
function trimmed(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** `1 entry`, `2 entries`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
