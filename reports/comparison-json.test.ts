import { expect, test } from 'vitest';
import { renderComparisonsJson } from './comparison-json.ts';
import { EXAMPLE_COMPARISON, EXAMPLE_SWEEP } from './testing/example-comparison.ts';

test('JSON loses nothing of a sweep', () => {
  expect(JSON.parse(renderComparisonsJson(EXAMPLE_SWEEP))).toEqual(EXAMPLE_SWEEP);
});

test('one comparison is an array too', () => {
  expect(JSON.parse(renderComparisonsJson([EXAMPLE_COMPARISON]))).toEqual([EXAMPLE_COMPARISON]);
});

test('equal comparisons are equal bytes, in whatever order their keys were made', () => {
  const { scenario, ...rest } = EXAMPLE_COMPARISON;
  expect(renderComparisonsJson([{ ...rest, scenario }])).toBe(renderComparisonsJson([EXAMPLE_COMPARISON]));
});
