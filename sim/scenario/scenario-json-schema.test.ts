import { expect, test } from 'vitest';
import { isMapping } from './plain-document.ts';
import { scenarioJsonSchema } from './scenario-json-schema.ts';

const schema = scenarioJsonSchema();

/** Every mapping in the schema that describes a value, definitions included. */
function nodes(node: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap((item: unknown) => nodes(item));
  if (!isMapping(node)) return [];
  return [node, ...Object.values(node).flatMap((value) => nodes(value))];
}

/** The value that a `$ref` within the document points to. */
function resolve(node: unknown): unknown {
  if (!isMapping(node) || typeof node['$ref'] !== 'string') return node;
  let here: unknown = schema;
  for (const step of node['$ref'].slice(2).split('/')) here = isMapping(here) ? here[step] : undefined;
  return resolve(here);
}

function property(node: unknown, key: string): unknown {
  const resolved = resolve(node);
  const properties = isMapping(resolved) ? resolved['properties'] : undefined;
  return isMapping(properties) ? resolve(properties[key]) : undefined;
}

test('it is draft 2020-12, and strict', () => {
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema['required']).toEqual(['name', 'duration']);
  expect(schema['additionalProperties']).toBe(false);
});

test('every reference leads somewhere', () => {
  const references = nodes(schema).filter((node) => typeof node['$ref'] === 'string');
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) expect(resolve(reference)).toBeDefined();
});

test('every mapping is strict, or says what its keys may be', () => {
  const open = nodes(schema).filter(
    (node) => node['type'] === 'object' && node['additionalProperties'] === undefined,
  );
  expect(open).toEqual([]);
});

test('a fault may be written in short or in full', () => {
  const loss = property(property(schema, 'network'), 'loss');
  const options = isMapping(loss) && Array.isArray(loss['anyOf']) ? loss['anyOf'].map(resolve) : [];
  expect(options).toMatchObject([
    { anyOf: [{ type: 'number' }, { type: 'string' }] },
    { type: 'object', additionalProperties: false },
  ]);
});

test('a fault that can be turned off takes the word none', () => {
  const capacity = property(property(schema, 'edge'), 'capacity');
  expect(capacity).toMatchObject({ anyOf: expect.arrayContaining([{ const: 'none' }]) });
});

test('no mark of the loader is left in it', () => {
  const marked = nodes(schema).filter((node) => 'shorthand' in node || 'none' in node);
  expect(marked).toEqual([]);
});
