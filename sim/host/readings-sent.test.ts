import { expect, test } from 'vitest';
import { ReadingsSent } from './readings-sent.ts';

test('what was not sent here is told by device and number, whole lists included', () => {
  const sent = new ReadingsSent();
  sent.add({ device: 'a', reading: 1 }, { others: [{ reading: 2, attempt: 0, timestamp: null }] });
  sent.add({ device: 'b', reading: 7 }, {});
  const lacked = [1, 2, 7].map((reading) => sent.lacks({ device: 'a', reading }));
  expect(lacked).toEqual([false, false, true]);
});

test('where a request has no name nobody can tell', () => {
  const sent = new ReadingsSent();
  sent.add({ device: 'a', reading: null }, {});
  expect(sent.lacks({ device: 'a', reading: 1 })).toBe(false);
});
