import * as z from 'zod';
import { isMapping } from './plain.ts';
import type { Path } from './problem.ts';
import { defaultOf } from './quantity.ts';
import type { AnyQuantity } from './quantity.ts';
import { propertyOf } from './section.ts';
import type { AnySection, Keys, Said, Section, Setting, Values } from './section.ts';

/** A value that has no default and was not said. */
export interface MissingSetting {
  readonly path: Path;
  readonly setting: Pick<AnyQuantity, 'doc' | 'example'>;
}

/** Told of each of them. */
export type Missing = (missing: MissingSetting) => void;

/** A missing value is a fault of the declaration. */
const NEVER_MISSING: Missing = ({ path }) => {
  throw new Error(`There is no default for ${path.join('.')}.`);
};

/** Every setting of a section by its default; a section that can be off is off. */
export function defaultsOf<K extends Keys>(section: Section<K>): Values<K> {
  return section.values.parse({});
}

/** What `said` says; the rest as in `base`, and where that is null (what was off, or nothing before) by default. */
export function completed<K extends Keys>(
  section: Section<K>,
  said: Said<K> | undefined,
  base: Values<K> | null,
  missing: Missing = NEVER_MISSING,
): Values<K> {
  return z.custom<Values<K>>().parse(complete(section, said, base, { missing, path: [] }));
}

/** Only what `said` names, each completed from the same setting of `base`. */
export function overridden<K extends Keys>(
  section: Section<K>,
  said: Said<K>,
  base: Partial<Values<K>>,
  missing: Missing = NEVER_MISSING,
): Partial<Values<K>> {
  const entries = settingsOf(section).flatMap(({ key, property, setting }) => {
    const value = at(said, property);
    if (value === undefined) return [];
    return [[property, one(setting, value, at(base, property), { missing, path: [key] })] as const];
  });
  return z.custom<Partial<Values<K>>>().parse(Object.fromEntries(entries));
}

interface Where {
  readonly missing: Missing;
  readonly path: Path;
}

function complete(section: AnySection, said: unknown, base: unknown, { missing, path }: Where): unknown {
  const entries = settingsOf(section).map(({ key, property, setting }) => {
    return [
      property,
      one(setting, at(said, property), at(base, property), { missing, path: [...path, key] }),
    ];
  });
  return Object.fromEntries(entries);
}

function one(setting: Setting, said: unknown, base: unknown, where: Where): unknown {
  switch (setting.kind) {
    case 'quantity':
      if (said !== undefined) return said;
      if (base !== undefined) return base;
      if (setting.standard !== null) return defaultOf(setting);
      if (setting.optional) return null;
      where.missing({ path: where.path, setting });
      // Stands in until the error about it is reported.
      return setting.codec.safeParse(Number(setting.example)).data;
    case 'section':
      if (said === null || (said === undefined && base === null)) return null;
      if (said === undefined && base === undefined && setting.nullable) return null;
      return complete(setting, said, base, where);
    case 'variants':
      // Null is what the word `same` stands for.
      if (said !== undefined) return said;
      return base === undefined ? setting.standard : base;
    case 'list':
      return said ?? base ?? [];
  }
}

interface Held {
  readonly key: string;
  readonly property: string;
  readonly setting: Setting;
}

/** The keys of a section with their properties, in its order. */
export function settingsOf({ keys }: AnySection): readonly Held[] {
  return Object.entries(keys).map(([key, setting]) => ({ key, property: propertyOf(key, setting), setting }));
}

function at(value: unknown, property: string): unknown {
  return isMapping(value) ? value[property] : undefined;
}
