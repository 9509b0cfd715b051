import { expect, test } from 'vitest';
import { batchItems, resultsIn } from './batch.ts';

test.for<readonly [string, unknown, unknown]>([
  ['a list', [1, 2], [1, 2]],
  ['readings', { readings: [1] }, [1]],
  ['readings and something else', { readings: [1], more: 1 }, null],
  ['readings that are no list', { readings: {} }, null],
  ['an empty list', [], null],
  ['empty readings', { readings: [] }, null],
  ['a message', { device_id: 'd' }, null],
  ['null', null, null],
  ['a text', 'readings', null],
])('%s holds the readings that it holds', ([, body, items]) => {
  expect(batchItems(body)).toStrictEqual(items);
});

test('an answer has results, or none', () => {
  expect(resultsIn({ results: [{ status: 200 }] })).toStrictEqual([{ status: 200 }]);
  for (const answer of [null, 1, [], {}, { results: {} }]) expect(resultsIn(answer)).toBeUndefined();
});
