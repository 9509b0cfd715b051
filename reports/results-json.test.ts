import { expect, test } from 'vitest';
import { renderResultsJson } from './results-json.ts';
import { EXAMPLE_COMPARISON, EXAMPLE_SWEEP } from './testing/example-comparison.ts';
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

test.for([
  ['runs', [EXAMPLE_RESULT, EXAMPLE_RESULT]],
  ['a sweep', EXAMPLE_SWEEP],
  ['one comparison', [EXAMPLE_COMPARISON]],
] as const)('JSON loses nothing of %s, which is an array', ([, results]) => {
  expect(JSON.parse(renderResultsJson(results))).toEqual(results);
});

test('equal results are equal bytes, in whatever order their keys were made', () => {
  for (const result of [EXAMPLE_RESULT, EXAMPLE_COMPARISON])
    expect(renderResultsJson([reversed(result)])).toBe(renderResultsJson([result]));
});

test('a name such as __proto__ stays a key', () => {
  const scenario = { ...EXAMPLE_RESULT.scenario, ...JSON.parse('{"__proto__": {"admin": true}}') };
  const text = renderResultsJson([{ ...EXAMPLE_RESULT, scenario }]);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect(JSON.parse(text)[0].scenario.name).toBe('storm');
});
