import * as z from 'zod';

/** A mapping with known keys; any other is an error. */
export function section<S extends z.core.$ZodLooseShape>(description: string, shape: S) {
  return z.strictObject(shape).meta({ description });
}

/**
 * A section that may be written as one word or number alone, which then is the value of `key`: `loss: 15%` for
 * `loss: { probability: 15% }`.
 */
export function shorthand<S extends z.ZodType>(key: string, full: S) {
  const expand = (value: unknown): unknown => (isWord(value) ? { [key]: value } : value);
  return z.preprocess(expand, full).meta({ shorthand: key });
}

/** A setting that the word `none` turns off, as null. */
export function orNone<S extends z.ZodType>(full: S) {
  return z.preprocess((value) => (value === 'none' ? null : value), full.nullable()).meta({ none: true });
}

export function isWord(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The key that a shorthand at this schema stands for, undefined where there is none. */
export function shorthandKey(schema: z.core.$ZodType): string | undefined {
  const key = z.globalRegistry.get(schema)?.['shorthand'];
  return typeof key === 'string' ? key : undefined;
}

/** Whether the word `none` turns the setting at this schema off; to a policy it is a name like any other. */
export function takesNone(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.['none'] === true;
}

/** The schemas that a value may be checked by, with all wrappers that add no key of their own taken off, outermost first. */
export function unwrapped(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return [schema, ...unwrapped(schema.unwrap())];
  }
  if (schema instanceof z.ZodPipe) {
    const inner = schema.in instanceof z.ZodTransform ? schema.out : schema.in;
    return [schema, ...unwrapped(inner)];
  }
  if (schema instanceof z.ZodUnion) return [schema, ...schema.options.flatMap((option) => unwrapped(option))];
  return [schema];
}

/** The schemas for the value at `path`, below `schema`; none where the schema has no such key. */
export function schemasAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly z.core.$ZodType[] {
  let here = unwrapped(schema);
  for (const step of path) {
    here = here.flatMap((candidate) => {
      if (candidate instanceof z.ZodArray)
        return typeof step === 'number' ? unwrapped(candidate.element) : [];
      if (!(candidate instanceof z.ZodObject) || typeof step === 'number') return [];
      const shape: Readonly<Record<PropertyKey, z.core.$ZodType>> = candidate.shape;
      const next = Object.hasOwn(shape, step) ? shape[step] : undefined;
      return next === undefined ? [] : unwrapped(next);
    });
  }
  return here;
}

/** The keys that a mapping at `path` may have. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const keys = schemasAt(schema, path).flatMap((candidate) =>
    candidate instanceof z.ZodObject ? Object.keys(candidate.shape) : [],
  );
  return [...new Set(keys)];
}
