import { expect, test } from 'vitest';
import { messageSchema } from '../../protocol/index.ts';
import { deviceId } from './device-id.ts';
import { raggedReadingAt } from './ragged-sensor.ts';

const CYCLE = 6;
/** The names of the list, and some beyond it. */
const IDS = Array.from({ length: 20 }, (_, index) => deviceId('hostile', index));

test('every reading and every name of a device is lawful', () => {
  for (const device_id of IDS) {
    for (let sequence_id = 0; sequence_id < CYCLE; sequence_id += 1) {
      const message = { device_id, sequence_id, ...raggedReadingAt(sequence_id, 5_000) };
      expect(messageSchema.safeParse(JSON.parse(JSON.stringify(message))).data).toStrictEqual(message);
    }
  }
});

test('no two devices have one name, and some have by every loose comparison', () => {
  const kinds = [
    (id: string): string => id,
    (id: string): string => id.toLowerCase(),
    (id: string): string => id.slice(0, 32),
    (id: string): string => String(Number(id)),
    (id: string): string => id.replaceAll(/[^a-z0-9]+/giu, '-'),
    (id: string): string => id.replaceAll(/^\W+|\W+$/gu, ''),
  ];
  const told = kinds.map((asSomebodyDoes) => new Set(IDS.map(asSomebodyDoes)).size);
  // PUMP-A is pump-a; the long two are one; 1, 01, 1.0 and 1e0 are 1 and all names but these, null aside, are NaN;
  // pump-a, pump_a, pump.a and pump--a are one; -pump-a- is pump-a.
  expect(told).toEqual([20, 19, 19, 2, 17, 19]);
});

test('what is measured changes, from one value to as many as a message may have', () => {
  const sizes = Array.from(
    { length: CYCLE },
    (_, count) => Object.keys(raggedReadingAt(count, 0).values).length,
  );
  expect(sizes).toEqual([2, 1, 3, 5, 5, 32]);
});

test('a reading comes to nearly twice as many bytes as a limit of 1 kB lets through', () => {
  const message = { device_id: IDS[0], sequence_id: 5, ...raggedReadingAt(CYCLE - 1, 0) };
  // 32 names of 32 letters with 4 marks each, and as many numbers of 23 letters: 32 · (36 + 23) = 1,888, and what is around them.
  expect(JSON.stringify(message).length).toBeGreaterThan(1_900);
});
