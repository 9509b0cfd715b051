/** What was thrown, in its own words. */
export function reasonOf(error: unknown): string {
  // Node's, of a name with several addresses: it says nothing itself.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
