import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { messageSchema } from '../../protocol/index.ts';
import { deviceId } from './device-id.ts';
import { raggedReadingAt } from './ragged-sensor.ts';

const CYCLE = 6;
/** The names of the list, and some beyond it. */
const IDS = Array.from({ length: 28 }, (_, index) => deviceId('hostile', index));

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
  expect(told).toEqual([28, 27, 27, 2, 25, 27]);
});

/** Of 32 bits, a letter after another. */
const HASHES = {
  crc32,
  java: (text: string): number => folded(text, 0, (hash, code) => Math.imul(hash, 31) + code),
  bernstein: (text: string): number => folded(text, 5381, (hash, code) => Math.imul(hash, 33) + code),
  fnv1a: (text: string): number =>
    folded(text, 0x81_1c_9d_c5, (hash, code) => Math.imul(hash ^ code, 0x01_00_01_93)),
};

function folded(text: string, first: number, step: (hash: number, code: number) => number): number {
  let hash = first;
  for (let index = 0; index < text.length; index += 1) hash = step(hash, text.charCodeAt(index)) | 0;
  return hash;
}

test.for(Object.entries(HASHES))('by %s two devices are one, and so are their keys', ([, hash]) => {
  // As published: Java's of "hello" is 99162322, FNV-1a of "a" e40c292c.
  expect([HASHES.java('hello'), HASHES.fnv1a('a') >>> 0]).toEqual([99_162_322, 0xe4_0c_29_2c]);
  for (const behind of ['', '/17', ':1'])
    expect(new Set(IDS.map((id) => hash(id + behind))).size).toBe(IDS.length - 1);
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
