import { expect, test } from 'vitest';
import { isMapping } from '../../settings/plain.ts';
import { scenarioJsonSchema } from './scenario-settings.ts';

const schema = scenarioJsonSchema();

/** Every mapping in the schema that describes a value, definitions included. */
function nodes(node: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap((item: unknown) => nodes(item));
  if (!isMapping(node)) return [];
  return [node, ...Object.values(node).flatMap((value) => nodes(value))];
}

function property(node: unknown, key: string): unknown {
  const properties = isMapping(node) ? node['properties'] : undefined;
  return isMapping(properties) ? properties[key] : undefined;
}

test('it is draft 2020-12, and strict', () => {
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema['required']).toEqual(['name', 'duration']);
  expect(schema['additionalProperties']).toBe(false);
});

test('what has a default says it', () => {
  expect(property(property(schema, 'device'), 'timeout')).toMatchObject({ default: '5s' });
});

test('every mapping is strict, or says what its keys may be', () => {
  const open = nodes(schema).filter(
    (node) => node['type'] === 'object' && node['additionalProperties'] === undefined,
  );
  expect(open).toEqual([]);
});

test('a fault may be written in short or in full', () => {
  const loss = property(property(schema, 'network'), 'loss');
  const options = isMapping(loss) && Array.isArray(loss['anyOf']) ? loss['anyOf'] : [];
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
