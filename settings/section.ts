import * as z from 'zod';
import { isMapping, isWord } from './plain.ts';
import { defaultOf } from './quantity.ts';
import type { AnyQuantity, Keywords, Named, Quantity, Timed } from './quantity.ts';
import type { AnyVariants, Variants } from './variants.ts';
import type { AnyList, List } from './list.ts';

/** One value, a mapping of settings, one of several kinds of mapping, or a list of mappings. */
export type Setting = AnyQuantity | AnySection | AnyVariants | AnyList;

export type Keys = Readonly<Record<string, Setting>>;

/** Two keys of one section of which the first must not be above the second. */
export interface Ordered {
  readonly low: string;
  readonly high: string;
  readonly hint: string;
}

interface SectionOptions {
  /** The key that a word or number alone stands for: `loss: 15%` for `loss: { probability: 15% }`. */
  readonly short?: string;
  readonly ordered?: readonly Ordered[];
}

/** A mapping with known keys; any other is an error. */
export interface AnySection {
  readonly kind: 'section';
  readonly doc: string;
  readonly keys: Keys;
  readonly short: string | null;
  readonly ordered: readonly Ordered[];
  /** Whether the word `none` turns it off, as null. It is off unless the file says more. */
  readonly nullable: boolean;
  /** From what a file says to the properties that it says, and back. */
  readonly codec: z.ZodType;
  /** Checks the properties themselves: all of them, strictly. */
  readonly values: z.ZodType;
}

export interface Section<K extends Keys, Off extends null = never> extends AnySection {
  readonly keys: K;
  readonly codec: z.ZodType<Said<K> | Off>;
  readonly values: z.ZodType<Values<K> | Off>;
}

/** What holds the value of a key: the key itself, with its unit at the end, or another name. */
type PropertyOf<K, S> =
  S extends Named<infer P> ? P : S extends Timed ? (K extends string ? `${K}Ms` : never) : K;

export type ValueOf<S> =
  S extends Quantity<infer T>
    ? T
    : S extends Section<infer K, infer Off>
      ? Values<K> | Off
      : S extends Variants<infer V>
        ? V
        : never;

/** All settings of a section, by property. */
export type Values<K> = K extends Keys
  ? { readonly [Key in keyof K as PropertyOf<Key, K[Key]>]: ValueOf<K[Key]> }
  : never;

type SaidOf<S> =
  S extends Section<infer K, infer Off>
    ? Said<K> | Off
    : S extends List<infer K>
      ? readonly Said<K>[]
      : ValueOf<S>;

/** Those settings of a section that a file says, by property. */
export type Said<K> = K extends Keys
  ? { readonly [Key in keyof K as PropertyOf<Key, K[Key]>]?: SaidOf<K[Key]> | undefined }
  : never;

/** The name of the property that holds the value of this key. */
export function propertyOf(key: string, setting: Setting): string {
  if ('property' in setting && typeof setting.property === 'string') return setting.property;
  return 'suffix' in setting && typeof setting.suffix === 'string' ? `${key}${setting.suffix}` : key;
}

export function section<K extends Keys>(doc: string, keys: K, options: SectionOptions = {}): Section<K> {
  const { short = null, ordered = [] } = options;
  const mapping = renamed(keys, strictMapping(doc, keys));
  const full =
    short === null ? mapping : expanded(doc, mapping, keys[short], (value) => ({ [short]: value }));
  return {
    kind: 'section',
    doc,
    keys,
    short,
    ordered,
    nullable: false,
    codec: full.pipe(z.custom<Said<K>>()),
    values: valuesOf(keys, ordered).pipe(z.custom<Values<K>>()),
  };
}

/** A section that the word `none` turns off, as null; it is off by default. */
export function switched<K extends Keys>(on: Section<K>): Section<K, null> {
  const about = {
    description: on.doc,
    get anyOf() {
      return [{ const: 'none' }, jsonOf(on.codec)];
    },
  };
  return {
    ...on,
    nullable: true,
    codec: z
      .codec(z.unknown().meta(about), on.codec.nullable(), {
        decode: (value): unknown => (value === 'none' ? null : value),
        encode: (value) => value ?? 'none',
      })
      .pipe(z.custom<Said<K> | null>()),
    values: on.values.nullable(),
  };
}

/** How a section's keys become properties, and back. Keys that are not said have no property. */
export function renamed(keys: Keys, mapping: z.ZodObject) {
  const entries = Object.entries(keys);
  const properties = new Map(entries.map(([key, setting]) => [key, propertyOf(key, setting)]));
  const names = new Map(entries.map(([key, setting]) => [propertyOf(key, setting), key]));
  return z.codec(mapping, z.unknown(), {
    decode: (said) => rekeyed(said, properties),
    encode: (values) => (isMapping(values) ? rekeyed(values, names) : {}),
  });
}

function rekeyed(
  value: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [names.get(key) ?? key, inner]));
}

/** The mapping as a file has it. `word` is the key that says which of several kinds of mapping it is. */
export function strictMapping(
  doc: string,
  keys: Keys,
  word: Readonly<Record<string, z.ZodType>> = {},
): z.ZodObject {
  const shape = Object.entries(keys).map(([key, setting]) => {
    const required = setting.kind === 'quantity' && setting.required;
    return [key, required ? setting.codec : setting.codec.optional()] as const;
  });
  return z.strictObject({ ...word, ...Object.fromEntries(shape) }).meta({ description: doc });
}

/** The mapping as a program has it; what is left out is as by default. */
export function valuesOf(
  keys: Keys,
  ordered: readonly Ordered[],
  word: Readonly<Record<string, z.ZodType>> = {},
): z.ZodType {
  const shape = Object.entries(keys).map(
    ([key, setting]) => [propertyOf(key, setting), withDefault(setting)] as const,
  );
  return z.strictObject({ ...word, ...Object.fromEntries(shape) }).superRefine((values, context) => {
    for (const { low, high } of ordered) {
      const [least, most] = [low, high].map((key) => propertyIn(keys, key));
      if (least === undefined || most === undefined || Number(values[least]) <= Number(values[most]))
        continue;
      context.addIssue({ code: 'custom', path: [least], message: `must not be above ${most}` });
    }
  });
}

function propertyIn(keys: Keys, key: string): string | undefined {
  const setting = keys[key];
  return setting === undefined ? undefined : propertyOf(key, setting);
}

function withDefault(setting: Setting): z.ZodType {
  const { values } = setting;
  switch (setting.kind) {
    case 'quantity':
      if (setting.optional) return values.default(null);
      return setting.standard === null ? values : values.default(defaultOf(setting));
    case 'section':
      return setting.nullable ? values.default(null) : values.prefault({});
    case 'variants':
      return values.default(setting.standard);
    case 'list':
      return values.default([]);
  }
}

/** A mapping for which a word alone may stand; `expand` says what it stands for, `short` how an editor knows it. */
export function expanded(
  doc: string,
  mapping: z.ZodType,
  short: Setting | undefined,
  expand: (word: unknown) => unknown,
): z.ZodType {
  const about = {
    description: doc,
    get anyOf() {
      return [...(short === undefined ? [] : [jsonOf(short.codec)]), jsonOf(mapping)];
    },
  };
  return z.codec(z.unknown().meta(about), mapping, {
    decode: (value) => (isWord(value) ? expand(value) : value),
    encode: (value) => value,
  });
}

/** The JSON Schema of what a file may say. */
export function jsonOf(schema: z.ZodType): Keywords {
  const { $schema: _draft, '~standard': _standard, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
