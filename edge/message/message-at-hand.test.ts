import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTestEdge } from '../testing/test-edge.ts';
import { messageAtHand } from './message-at-hand.ts';

const HEADERS = { 'content-type': 'application/json', 'x-correlation-id': 'c' };

const oddNumber = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 2 ** 53, -(2 ** 53), 1e20, 1e21, 1.5e300, NaN, Infinity, 0.1234567890123456),
);
const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/),
  fc.constantFrom('constructor', 'prototype', 'proto', 'Upper', 'a-b', ''),
);
const timestamp = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-30T00:00:00.000Z', 'now', '\ud800');
const nearlyMessage = fc.record(
  {
    device_id: fc.oneof(fc.constant('device-001'), fc.string()),
    sequence_id: fc.oneof(fc.nat(5), oddNumber, fc.constantFrom('1', null)),
    timestamp,
    values: fc.dictionary(name, oddNumber, { maxKeys: 4, noNullPrototype: true }),
    extra: fc.anything(),
  },
  { requiredKeys: ['device_id', 'sequence_id', 'timestamp', 'values'], noNullPrototype: true },
);
const anyValue = fc.oneof({ weight: 6, arbitrary: nearlyMessage }, { weight: 1, arbitrary: fc.jsonValue() });

test('a body that comes as a value is answered, counted and stored as its text would be', () => {
  fc.assert(
    fc.property(fc.array(anyValue, { maxLength: 8 }), (values) => {
      const byValue = createTestEdge();
      const byText = createTestEdge();
      for (const value of values) {
        const text = JSON.stringify(value);
        const head = { method: 'POST', path: '/ingest', headers: HEADERS };
        const first = byValue.ingest({ ...head, body: text, message: value });
        const second = byText.ingest({ ...head, body: Buffer.from(text) });
        expect(first).toEqual(second);
      }
      expect(byValue.metrics()).toEqual(byText.metrics());
      expect(JSON.stringify(byValue.stored)).toBe(JSON.stringify(byText.stored));
      expect(byValue.lines).toEqual(byText.lines);
    }),
    { numRuns: 500 },
  );
});

test('a body that is too long is refused, whether it comes as a value or not', () => {
  const edge = createTestEdge({ bodyBytesMax: 100 });
  const value = {
    device_id: 'device-001',
    sequence_id: 1,
    timestamp: '2026-01-01T00:00:00.000Z',
    values: { temperature_c: 21.5 },
  };
  const text = JSON.stringify(value);
  // Over the limit by some bytes.
  expect(text.length).toBeGreaterThan(100);
  const head = { method: 'POST', path: '/ingest', headers: HEADERS };
  expect(edge.ingest({ ...head, body: text, message: value })).toMatchObject({ status: 413 });
});

test('what needs no text is a plain message, and nothing else', () => {
  const value = {
    device_id: 'device-001',
    sequence_id: 1,
    timestamp: '2026-01-01T00:00:00.000Z',
    values: { temperature_c: 21.5, pressure_pa: 1e21 },
  };
  const at = (changes: object): unknown => messageAtHand({ ...value, ...changes });
  expect(at({})).toEqual(value);
  expect(at({ values: { constructor: 1 } })).toBeUndefined();
  expect(at({ values: { a: 1e20 } })).toBeUndefined();
  expect(at({ extra: 1 })).toBeUndefined();
  expect(at({ sequence_id: -1 })).toBeUndefined();
});
