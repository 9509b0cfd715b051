/** Mappings, lists and words, as they stand in a file. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a short form can be: `loss: 15%` for `loss: { probability: 15% }`. */
export function isWord(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
