/** The same value with the keys of every object in the order of their code units. Arrays keep their order. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const entries = new Map(Object.entries(value));
  return Object.fromEntries(keys.map((key) => [key, canonical(entries.get(key))]));
}
