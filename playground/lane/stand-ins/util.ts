/** For messages about what code under test has thrown. */
export function inspect(value: unknown): string {
  return value instanceof Error ? (value.stack ?? String(value)) : String(value);
}
