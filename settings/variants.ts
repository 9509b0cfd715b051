import * as z from 'zod';
import type { Keys, Section, Values } from './section.ts';
import { expanded, jsonOf, renamed, strictMapping, valuesOf } from './section.ts';
import type { AnySection } from './section.ts';

/** Several kinds of mapping, told apart by the word under one key. */
export interface AnyVariants {
  readonly kind: 'variants';
  readonly doc: string;
  /** The key whose word tells the kinds apart. */
  readonly by: string;
  readonly kinds: Readonly<Record<string, AnySection>>;
  /** A good value as a file would have it. */
  readonly example: string;
  /** The default, by property. */
  readonly standard: unknown;
  readonly codec: z.ZodType;
  readonly values: z.ZodType;
}

export interface Variants<V> extends AnyVariants {
  readonly standard: V;
  readonly codec: z.ZodType<V>;
  readonly values: z.ZodType<V>;
}

type Kinds = Readonly<Record<string, Section<Keys>>>;

/** A value of one of the kinds, with the word that says which. */
export type ValueOfKinds<By extends string, K extends Kinds> = {
  [Name in keyof K]: K[Name] extends Section<infer Inner>
    ? { readonly [Key in By]: Name } & Values<Inner>
    : never;
}[keyof K];

interface VariantsOptions<By extends string, K extends Kinds> {
  readonly by: By;
  readonly kinds: K;
  /** The kind and its key that a word or number alone stands for. */
  readonly short: { readonly kind: keyof K & string; readonly key: string };
  readonly standard: ValueOfKinds<By, K>;
  readonly example: string;
}

export function variants<By extends string, K extends Kinds>(
  doc: string,
  { by, kinds, short, standard, example }: VariantsOptions<By, K>,
): Variants<ValueOfKinds<By, K>> {
  const mappings = Object.entries(kinds).map(([name, kind]) => {
    const word = { [by]: z.literal(name) };
    return renamed(kind.keys, strictMapping(kind.doc, kind.keys, word));
  });
  const [first, ...others] = mappings;
  if (first === undefined) throw new Error(`${doc}: there must be at least one kind`);
  const union = z.discriminatedUnion(by, [first, ...others]).meta({ description: doc });
  const expand = (value: unknown): unknown =>
    typeof value === 'boolean' ? value : { [by]: short.kind, [short.key]: value };
  const values = Object.entries(kinds).map(([name, kind]) =>
    valuesOf(kind.keys, kind.ordered, { [by]: z.literal(name) }),
  );
  return {
    kind: 'variants',
    doc,
    by,
    kinds,
    standard,
    example,
    codec: expanded(doc, union, kinds[short.kind]?.keys[short.key], expand).pipe(
      z.custom<ValueOfKinds<By, K>>(),
    ),
    values: z.union(values).pipe(z.custom<ValueOfKinds<By, K>>()),
  };
}

/** The same kinds, or the word `same`, which is null and the default: what holds here is said elsewhere. */
export function orSame<V>(held: Variants<V>): Variants<V | null> {
  const about = {
    description: held.doc,
    get anyOf() {
      return [{ const: 'same' }, jsonOf(held.codec)];
    },
  };
  return {
    ...held,
    standard: null,
    codec: z
      .codec(z.unknown().meta(about), held.codec.nullable(), {
        decode: (value): unknown => (value === 'same' ? null : value),
        encode: (value) => value ?? 'same',
      })
      .pipe(z.custom<V | null>()),
    values: held.values.nullable(),
  };
}
