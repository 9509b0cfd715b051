/** Where readings go. */
export type StorePlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'redis'; readonly url: string };

/** Of `memory`, `sqlite:FILE`, `redis://HOST:PORT`; null: it is none of these. */
export function storePlace(text: string): StorePlace | null {
  if (text === 'memory') return { kind: 'memory' };
  const file = /^sqlite:([^\0]+)$/.exec(text)?.[1];
  if (file !== undefined) return { kind: 'sqlite', file };
  return /^rediss?:\/\/[^/]/.test(text) && URL.canParse(text) ? { kind: 'redis', url: text } : null;
}
