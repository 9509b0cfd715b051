import * as z from 'zod';
import { isMapping } from './plain-document.ts';
import { scenarioInputSchema } from './scenario-input.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema (draft 2020-12) of a scenario file, for editors. It cannot know policies that users bring. */
export function scenarioJsonSchema(): JsonSchema {
  const { '~standard': _standard, ...schema } = z.toJSONSchema(scenarioInputSchema(), {
    io: 'input',
    target: 'draft-2020-12',
    reused: 'ref',
  });
  const rewritten = rewrite(schema, schema.$defs ?? {});
  return isMapping(rewritten) ? rewritten : {};
}

/** Shorthands and the word `none` are preprocessed, which zod cannot state: they are marked and written out here. */
function rewrite(node: unknown, defs: JsonSchema): unknown {
  if (Array.isArray(node)) return node.map((item: unknown) => rewrite(item, defs));
  if (!isMapping(node)) return node;
  const { shorthand, none, description, ...rest } = node;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, rewrite(value, defs)]));
  const about = typeof description === 'string' ? { description } : {};
  // Below `properties` these are names of keys, not marks.
  if (none === true) return { ...about, anyOf: [{ const: 'none' }, ...withoutNull(inner)] };
  if (typeof shorthand === 'string')
    return { ...about, anyOf: [shortForm(rest, shorthand, defs), { ...about, ...inner }] };
  return {
    ...(description === undefined ? {} : { description: rewrite(description, defs) }),
    ...(none === undefined ? {} : { none: rewrite(none, defs) }),
    ...inner,
  };
}

function withoutNull(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const options = schema['anyOf'];
  if (!Array.isArray(options)) return [schema];
  return options.filter((option: unknown) => !(isMapping(option) && option['type'] === 'null'));
}

/** The schema of the one key that the short form stands for; a latency's is that of its first kind. */
function shortForm(schema: unknown, key: string, defs: JsonSchema): unknown {
  if (!isMapping(schema)) return {};
  const target =
    typeof schema['$ref'] === 'string' ? defs[schema['$ref'].replace('#/$defs/', '')] : undefined;
  if (target !== undefined) return shortForm(target, key, defs);
  const kinds = schema['oneOf'];
  if (Array.isArray(kinds)) return shortForm(kinds[0], key, defs);
  const properties = schema['properties'];
  return isMapping(properties) ? rewrite(properties[key], defs) : {};
}
