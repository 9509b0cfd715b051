import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceEvent } from './event.ts';
import { eventLine } from './event-line.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('device-001', '2026-01-01T00:00:00.000Z', 'a"b', '\\', '\u2028', '\ud800', '\n'),
);
const whole = fc.nat();
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(arbitrary);
const values = fc.dictionary(anyText, fc.double());
const fields = fc.dictionary(anyText, fc.oneof(anyText, fc.double(), fc.boolean(), fc.constant(null)));

/** In the order in which the harness puts the keys together. */
function record<Kind extends TraceEvent['kind']>(kind: Kind, rest: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ at: whole, kind: fc.constant(kind), ...rest }, { noNullPrototype: true });
}

const attempt = { device: anyText, reading: maybe(whole), attempt: whole };
const events = fc.oneof(
  record('attempt_sent', { ...attempt, timestamp: maybe(anyText) }),
  record('request_delivered', { ...attempt, copy: whole }),
  record('request_answered', {
    ...attempt,
    copy: whole,
    status: whole,
    retryAfter: maybe(anyText),
    source: fc.constantFrom('edge', 'gateway'),
  }),
  record('answer_delivered', {
    ...attempt,
    status: whole,
    echoed: fc.boolean(),
    retryAfterMs: maybe(fc.oneof(whole, fc.double())),
  }),
  record('reading_recorded', { device: anyText, reading: maybe(whole), timestamp: anyText, values }),
  record('reading_stored', { device: anyText, reading: whole, timestamp: anyText, values }),
  record('device_logged', { device: anyText, event: anyText, reading: maybe(whole), fields }),
  record('edge_logged', { event: anyText, device: maybe(anyText), reading: maybe(whole), fields }),
  record('device_stopped', { device: anyText, pending: maybe(fc.array(whole)) }),
);

test('a line is what JSON.stringify gives, byte by byte, whatever is in the event', () => {
  fc.assert(
    fc.property(events, (event) => {
      expect(eventLine(event as unknown as TraceEvent)).toBe(JSON.stringify(event));
    }),
    { numRuns: 2_000 },
  );
});
