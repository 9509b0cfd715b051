import { expect, test } from 'vitest';
import { messageSchema } from '../../protocol/index.ts';
import { hostileReadingAt, isTwin } from './hostile-sensor.ts';

const CYCLE = 8;

const values = Array.from({ length: CYCLE }, (_, count) => hostileReadingAt(count, 5_000).values);
const numbers = values.flatMap((each) => Object.values(each));

test('every reading is lawful', () => {
  for (let count = 0; count < CYCLE; count += 1) {
    const message = { device_id: 'd-1', sequence_id: count, ...hostileReadingAt(count, 5_000) };
    expect(messageSchema.safeParse(JSON.parse(JSON.stringify(message))).data).toStrictEqual(message);
  }
});

test('there is a zero, a negative, a tiny, a huge and a whole number, and one of 17 digits', () => {
  for (const number of [0, -17.25, Number.MIN_VALUE, Number.MAX_VALUE, 42, 0.1 + 0.2])
    expect(numbers).toContain(number);
  expect(numbers.some((number) => Math.fround(number) !== number)).toBe(true);
});

test('one of eight comes in the same millisecond as the one before, with the same values', () => {
  const twins = Array.from({ length: 2 * CYCLE }, (_, count) => count).filter(isTwin);
  expect(twins).toEqual([7, 15]);
  expect(hostileReadingAt(7, 5_000)).toStrictEqual(hostileReadingAt(6, 5_000));
  // And one that has the same values at another time.
  expect(values[6]).toStrictEqual(values[4]);
});
