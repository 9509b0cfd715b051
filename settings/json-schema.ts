import { jsonOf } from './section.ts';
import type { AnySection } from './section.ts';
import type { Keywords } from './quantity.ts';

/** JSON Schema (draft 2020-12) of what a file may say, for editors. */
export function jsonSchemaOf({ codec }: AnySection): Keywords {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...jsonOf(codec) };
}
