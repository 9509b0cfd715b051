/** Where readings go. */
export type StorePlace = { readonly kind: 'memory' } | { readonly kind: 'sqlite'; readonly file: string };

/** Of `memory` or `sqlite:FILE`; null: it is neither. */
export function storePlace(text: string): StorePlace | null {
  if (text === 'memory') return { kind: 'memory' };
  const file = /^sqlite:([^\0]+)$/.exec(text)?.[1];
  return file === undefined ? null : { kind: 'sqlite', file };
}
