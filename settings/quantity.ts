import * as z from 'zod';
import { accept, refuse } from './problem.ts';
import type { Plain } from './plain.ts';
import type { Parsed } from './problem.ts';

/** What a JSON Schema says of a value. */
export type Keywords = Readonly<Record<string, unknown>>;

/** How one kind of value is read, checked and printed. */
export interface Reading<T> {
  /** What the help of a flag calls it: `duration`. */
  readonly form: string;
  /** Every good value, in words: `a whole number from 1 to 9`. */
  readonly allowed: string;
  /** What a JSON Schema says of it: zod cannot look into `parse`. */
  readonly keywords: Keywords;
  /** A good value as a file would have it, for those mistakes that have no better hint. */
  readonly example: string;
  /** Checks the value itself, for settings that come from a program. */
  readonly values: z.ZodType<T>;
  readonly parse: (value: unknown) => Parsed<T>;
  readonly print: (value: T) => Plain;
}

/** One setting that is one value. */
export interface Quantity<T> extends Reading<T> {
  readonly kind: 'quantity';
  /** What it is, in one line. */
  readonly doc: string;
  /** The default, as a file would have it; null: there is none. */
  readonly standard: Plain | null;
  /** What is taken instead of a default where it is left out, in words; null: nothing is. */
  readonly otherwise: string | null;
  /** Whether the key must be there wherever its mapping is. */
  readonly required: boolean;
  /** Whether it may stay away, as null. */
  readonly optional: boolean;
  /** From least to most of what people set it to, as a value; null: some times its default, up or down. */
  readonly usual: readonly [number, number] | null;
  /** From what a file says to the value and back. What it refuses are issues that carry a whole `Problem`. */
  readonly codec: z.ZodType<T>;
}

/** A quantity of whatever kind, to walk over. */
export type AnyQuantity = Pick<
  Quantity<unknown>,
  | 'allowed'
  | 'codec'
  | 'doc'
  | 'example'
  | 'form'
  | 'keywords'
  | 'kind'
  | 'optional'
  | 'otherwise'
  | 'required'
  | 'standard'
  | 'usual'
  | 'values'
>;

/** A quantity in milliseconds: the property that holds `timeout` is `timeoutMs`. */
export interface Timed {
  readonly suffix: 'Ms';
}

/** A quantity whose property has another name than its key in the file. */
export interface Named<P extends string> {
  readonly property: P;
}

/** What each kind of quantity lets its declaration say. */
export interface QuantityOptions {
  readonly standard?: Plain | null;
  readonly otherwise?: string | null;
  readonly required?: boolean;
  readonly example?: string;
  readonly usual?: readonly [number, number] | null;
}

/** zod sees any value, and `parse` decides. */
export function quantity<T>(doc: string, reading: Reading<T>, options: QuantityOptions = {}): Quantity<T> {
  const {
    standard = null,
    otherwise = null,
    required = false,
    example = reading.example,
    usual = null,
  } = options;
  const about = {
    description: doc,
    ...reading.keywords,
    ...(standard === null ? {} : { default: standard }),
  };
  const codec = z.codec(z.unknown().meta(about), reading.values, {
    decode: (value, context) => {
      const parsed: Parsed<T> = value === undefined ? missing(doc) : reading.parse(value);
      if (parsed.ok) return parsed.value;
      for (const { at, ...problem } of parsed.problems) {
        const params = { ...problem, example };
        context.issues.push({
          code: 'custom',
          input: value,
          message: problem.allowed,
          path: [...at],
          params,
        });
      }
      return z.NEVER;
    },
    encode: (value) => reading.print(reading.values.parse(value)),
  });
  return {
    ...reading,
    kind: 'quantity',
    doc,
    example,
    standard,
    otherwise,
    required,
    optional: false,
    usual,
    codec,
  };
}

/** The value of a default. That of an open list of words need not be one of them. */
export function defaultOf({ codec, standard }: AnyQuantity): unknown {
  const read = codec.safeParse(standard);
  return read.success ? read.data : standard;
}

/** What is wrong when a key that must be there is not. */
export function missing(doc: string): ReturnType<typeof refuse> {
  const allowed = `a value, for this key is required (${doc})`;
  return refuse({ code: 'missing', found: 'nothing', allowed });
}

/** The same quantity, held by a property of another name. */
export function as<P extends string, T>(property: P, held: Quantity<T>): Quantity<T> & Named<P> {
  return { ...held, property };
}

/** The same quantity, or null where nobody says it. */
export function maybe<T>(held: Quantity<T>): Quantity<T | null> {
  const { doc, print, values } = held;
  const reading: Reading<T | null> = {
    ...held,
    values: values.nullable(),
    print: (value) => (value === null ? '' : print(value)),
  };
  return { ...quantity(doc, reading, held), optional: true };
}

/** The same quantity, or the word `none`, which is null. */
export function orNone<T>(held: Quantity<T> & Timed): Quantity<T | null> & Timed;
export function orNone<T>(held: Quantity<T>): Quantity<T | null>;
export function orNone<T>(held: Quantity<T> & Partial<Timed>): Quantity<T | null> & Partial<Timed> {
  const { doc, form, allowed, keywords, parse, print, values, suffix } = held;
  const reading: Reading<T | null> = {
    ...held,
    form: `${form} or none`,
    allowed: `${allowed}, or none`,
    keywords: { anyOf: [{ const: 'none' }, keywords] },
    values: values.nullable(),
    parse: (value) => (value === 'none' ? accept(null) : parse(value)),
    print: (value) => (value === null ? 'none' : print(value)),
  };
  return { ...quantity(doc, reading, held), ...(suffix !== undefined && { suffix }) };
}
