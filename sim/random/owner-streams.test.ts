import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyedRandom } from './keyed-random.ts';
import { OwnerStreams } from './owner-streams.ts';

test('a draw is one number, in whichever form it is asked for', () => {
  const random = new KeyedRandom('42');
  const part = fc.integer({ min: -(2 ** 53), max: 2 ** 53 });
  const key = fc.oneof(fc.array(part, { maxLength: 4 }), fc.array(part, { minLength: 60, maxLength: 70 }));
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), key, (prefix, purpose, owner, parts) => {
      const wanted = new OwnerStreams(random, owner, prefix).draw(purpose, ...parts);
      expect(new OwnerStreams(random, owner, prefix).of(purpose).draw(...parts)).toBe(wanted);
      expect(new OwnerStreams(random, owner).draw(prefix + purpose, ...parts)).toBe(wanted);
      expect(random.stream(prefix + purpose, owner).draw(...parts)).toBe(wanted);
    }),
  );
});

test('the order in which purposes and owners are met moves no draw', () => {
  const purposes = ['loss', 'jitter', 'backoff', 'drop'];
  const owners = ['a', 'b', 'c'];
  const draws = (isReversed: boolean): Map<string, number> => {
    const random = new KeyedRandom('order');
    const inOrder = <T>(items: readonly T[]): readonly T[] => (isReversed ? items.toReversed() : items);
    return new Map(
      inOrder(owners).flatMap((owner) => {
        const streams = new OwnerStreams(random, owner);
        return inOrder(purposes).map((purpose) => [`${owner} ${purpose}`, streams.draw(purpose, 1)] as const);
      }),
    );
  };
  expect(draws(true)).toEqual(draws(false));
});

test('no two keys of a stream give one number, wide or narrow, long or short', () => {
  const streams = new OwnerStreams(new KeyedRandom('keys'), 'device-001');
  const parts = [
    0,
    1,
    -1,
    2,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 32 + 1,
    -(2 ** 32),
  ];
  parts.push(2 ** 53, -(2 ** 53), 2 ** 53 - 1);
  const keys: number[][] = [[]];
  for (const first of parts) {
    keys.push([first]);
    for (const second of parts) {
      keys.push([first, second]);
      for (const third of parts) keys.push([first, second, third]);
    }
  }
  // The length is told modulo 256 bytes; the words themselves must tell the rest.
  for (let length = 4; length <= 200; length += 1) {
    keys.push(Array.from({ length }, () => 0));
    keys.push([2 ** 32, ...Array.from({ length }, () => 0)]);
  }
  const numbers = keys.map((key) => streams.draw('loss', ...key));
  // Among 3,349 draws of 53 bits, two are equal by chance once in 10^9 seeds.
  expect(new Set(numbers).size).toBe(keys.length);
});

test('no purpose of one owner draws what another purpose or owner draws', () => {
  const random = new KeyedRandom('owners');
  const count = 300;
  const numbers = new Set<number>();
  for (let owner = 0; owner < count; owner += 1) {
    const streams = new OwnerStreams(random, `device-${owner}`);
    for (let purpose = 0; purpose < count; purpose += 1) numbers.add(streams.draw(`purpose-${purpose}`, 0));
  }
  // Among 90,000 draws of 53 bits, two are equal by chance in one seed of two million.
  expect(numbers.size).toBe(count * count);
});
