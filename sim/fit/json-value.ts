/** What JSON gives. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Undefined where the text is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The value at a path of keys; undefined where there is none. A key with dots in it is found as it is, too. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) {
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** The first of these paths that leads to something, each written with spaces between its keys. */
export function firstAt(value: Json, paths: readonly string[]): Json | undefined {
  for (const path of paths) {
    const found = at(value, ...path.split(' '));
    if (found !== undefined && found !== null && found !== '') return found;
  }
  return undefined;
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A finite number, written as one or as text; null otherwise. */
export function numberIn(value: Json | undefined): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A text, or a number as text; null otherwise. */
export function textIn(value: Json | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}
