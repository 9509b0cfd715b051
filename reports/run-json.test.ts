import { expect, test } from 'vitest';
import { renderRunJson, renderRunsJson } from './run-json.ts';
import { EXAMPLE_RESULT } from '../sim/run/testing/example-result.ts';

/** The same data with all keys in the opposite order. */
function reversed<T>(value: T): T;
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

test('JSON loses nothing of a result', () => {
  expect(JSON.parse(renderRunJson(EXAMPLE_RESULT))).toEqual(EXAMPLE_RESULT);
});

test('equal results are equal bytes, in whatever order their keys were made', () => {
  expect(renderRunJson(reversed(EXAMPLE_RESULT))).toBe(renderRunJson(EXAMPLE_RESULT));
});

test('without the timing, runs that differ in nothing else are equal bytes', () => {
  const slower = { ...EXAMPLE_RESULT, timing: { wallMs: 4711 } };
  expect(renderRunJson(slower)).not.toBe(renderRunJson(EXAMPLE_RESULT));
  expect(renderRunJson(slower, { timing: false })).toBe(renderRunJson(EXAMPLE_RESULT, { timing: false }));
});

test('a name such as __proto__ stays a key', () => {
  const scenario = { ...EXAMPLE_RESULT.scenario, ...JSON.parse('{"__proto__": {"admin": true}}') };
  const text = renderRunJson({ ...EXAMPLE_RESULT, scenario });
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect(JSON.parse(text).scenario.name).toBe('storm');
});

test('several results are one array', () => {
  expect(JSON.parse(renderRunsJson([EXAMPLE_RESULT, EXAMPLE_RESULT]))).toHaveLength(2);
});
