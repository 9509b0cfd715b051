import * as z from 'zod';
import type { Path } from './problem.ts';
import type { AnyQuantity } from './quantity.ts';
import { propertyOf } from './section.ts';
import type { AnySection } from './section.ts';
import { isMapping } from './plain.ts';

/** One quantity of a section, as a flag of a program says it. */
export interface Flag {
  /** `policy-base` for `policy.base`, `policy` for `policy.name`: the key of a short form needs no word. */
  readonly name: string;
  readonly path: Path;
  readonly setting: AnyQuantity;
  /** The default as a person writes it; null: nothing. */
  readonly standard: string | null;
}

/** All quantities of a section and of the sections in it. `values` are the defaults of this program. */
export function flagsOf(section: AnySection, values: unknown, above: Path = []): readonly Flag[] {
  return Object.entries(section.keys).flatMap(([key, setting]): readonly Flag[] => {
    const path = [...above, key];
    const value = isMapping(values) ? values[propertyOf(key, setting)] : undefined;
    if (setting.kind === 'section') return flagsOf(setting, value, path);
    if (setting.kind !== 'quantity') return [];
    const words = key === section.short ? above : path;
    const known = value !== undefined && value !== null;
    const standard = known ? String(z.encode(setting.codec, value)) : null;
    return [{ name: kebab(words.map(String)), path, setting, standard }];
  });
}

/** The name of a flag, of its path: `retry-after-max` of `retryAfter.max`. */
export function kebab(words: readonly string[]): string {
  return words.map((word) => word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).join('-');
}

/** The text of a flag, which knows no kinds of values, as a file would have it. */
export function plainOf({ form }: AnyQuantity, text: string): string | number | boolean {
  if (form === 'true' && text === form) return true;
  return form.startsWith('number') && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
