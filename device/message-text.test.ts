import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageText } from './message-text.ts';

const name = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/), fc.string({ unit: 'binary' }));
const text = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.string({ unit: 'binary' }),
);
const message = fc.record({
  device_id: fc.oneof(fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/), text),
  sequence_id: fc.oneof(fc.maxSafeNat(), fc.double()),
  timestamp: text,
  values: fc.dictionary(name, fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e21, 1e-7))),
});

test('the text of a message is what JSON.stringify gives, whatever its names and numbers are', () => {
  fc.assert(
    fc.property(message, (one) => {
      expect(messageText(one)).toBe(JSON.stringify(one));
    }),
  );
});

test.for([
  ['no value', { device_id: 'd', sequence_id: 0, timestamp: '2026-01-01T00:00:00.000Z', values: {} }],
  ['numbers for names', { device_id: 'd', sequence_id: 1, timestamp: 't', values: { b: 1, 2: 2, 1: 1 } }],
  ['a quote', { device_id: 'd"', sequence_id: 2, timestamp: '"', values: { '"': 1 } }],
  ['a lone surrogate', { device_id: 'd', sequence_id: 3, timestamp: '\ud800', values: { '\udc00': 1 } }],
  ['no finite number', { device_id: 'd', sequence_id: 4, timestamp: 't', values: { a: NaN, b: -Infinity } }],
] as const)('a message with %s too', ([, one]) => {
  expect(messageText(one)).toBe(JSON.stringify(one));
});

test('what types forbid and JavaScript lets by is written as JSON writes it', () => {
  const values = JSON.parse('{"a":null,"b":"text","c":[1]}');
  const message = { device_id: 'd', sequence_id: 0, timestamp: 't', values };
  expect(messageText(message)).toBe(JSON.stringify(message));
  const undated = Object.assign(message, JSON.parse('{"timestamp":null}'));
  expect(messageText(undated)).toBe(JSON.stringify(undated));
});
