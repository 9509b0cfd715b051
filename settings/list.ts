import * as z from 'zod';
import type { AnySection, Keys, Said, Section } from './section.ts';

/** A list of mappings of one kind. */
export interface AnyList {
  readonly kind: 'list';
  readonly doc: string;
  readonly of: AnySection;
  /** A good item as a file would have it. */
  readonly example: string;
  readonly codec: z.ZodType;
  readonly values: z.ZodType;
}

export interface List<K extends Keys> extends AnyList {
  readonly of: Section<K>;
  readonly codec: z.ZodType<readonly Said<K>[]>;
}

/** At most `max` items. */
export function list<K extends Keys>(
  doc: string,
  of: Section<K>,
  { max, example }: { readonly max: number; readonly example: string },
): List<K> {
  return {
    kind: 'list',
    doc,
    of,
    example,
    codec: z.array(of.codec).max(max).meta({ description: doc }),
    values: z.array(of.values).max(max),
  };
}
