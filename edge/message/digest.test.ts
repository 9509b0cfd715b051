import fc from 'fast-check';
import { expect, test } from 'vitest';
import { message } from '../testing/test-edge.ts';
import { digestOf, idempotencyKey } from './digest.ts';

const values = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  { minKeys: 1, maxKeys: 5, noNullPrototype: true },
);

test('the order of names does not change the digest', () => {
  fc.assert(
    fc.property(values, (some) => {
      const reversed = Object.fromEntries(Object.entries(some).reverse());
      expect(digestOf(message(1, { values: reversed }))).toBe(digestOf(message(1, { values: some })));
    }),
  );
});

test('two digests are equal only if timestamp and values are', () => {
  const canonical = (some: Readonly<Record<string, number>>): string =>
    JSON.stringify(Object.entries(some).sort(([a], [b]) => (a < b ? -1 : 1)));
  fc.assert(
    fc.property(values, values, (a, b) => {
      const equal = digestOf(message(1, { values: a })) === digestOf(message(1, { values: b }));
      expect(equal).toBe(canonical(a) === canonical(b));
    }),
  );
  expect(digestOf(message(1, { timestamp: '2026-01-01T00:00:00.001Z' }))).not.toBe(digestOf(message(1)));
});

test('the ids are the key and no part of the digest', () => {
  expect(digestOf(message(1))).toBe(digestOf(message(2, { device_id: 'device-002' })));
  expect(idempotencyKey(message(1))).toBe('device-001/1');
});
