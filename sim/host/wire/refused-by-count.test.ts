import { expect, test } from 'vitest';
import { OTLP_HTTP_JSON } from './otlp-dialect.ts';
import { refusedByCount } from './refused-by-count.ts';
import { WireRequest } from './wire-request.ts';

const point = (timeUnixNano: string) => ({ timeUnixNano, asDouble: 1 });
const metrics = ['temperature', 'humidity'].map((name) => ({
  name,
  gauge: { dataPoints: [point('1'), point('2'), point('3')] },
}));
const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });

/** Readings 0, 1 and 2, each of two data points. */
const TOLD = (
  OTLP_HTTP_JSON.read(new WireRequest({ method: 'POST', path: '/', headers: {}, body })) ?? []
).map((carried, reading) => ({ reading, timestamp: null, carried }));

test.for<readonly [refused: number, stored: readonly number[] | null, statuses: readonly number[] | null]>([
  // 6 points: all of them, whatever is stored.
  [6, null, [400, 400, 400]],
  [7, [0], [400, 400, 400]],
  // 2 points are one reading, 5 points no fewer than the two that are not there.
  [2, [0, 2], [200, 400, 200]],
  [5, [1], [400, 200, 400]],
  // What was stored before and is refused again is there all the same.
  [2, [0, 1, 2], [200, 200, 200]],
  // 3 points are fewer than the four that are not there: one that it took is missing.
  [3, [1], null],
  [3, null, null],
])('of three readings of two points, %d points refused and %j stored', ([refused, has, statuses]) => {
  const stored = () => (has === null ? null : (reading: number) => has.includes(reading));
  const items = refusedByCount(TOLD, { refused, status: 200, stored });
  expect(items?.map(({ status }) => status) ?? null).toStrictEqual(statuses);
});
