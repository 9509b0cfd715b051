import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventEncoder } from './event-encoder.ts';
import type { TraceEvent } from './event.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('device-001', '2026-01-01T00:00:00.000Z', 'a"b', '\\', '\u2028', '\ud800', '\n', ''),
);
const anyNumber = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(0, -0, NaN, Infinity, 2 ** 53));
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(arbitrary);
const values = fc.dictionary(anyText, anyNumber, { maxKeys: 3, noNullPrototype: true });
const fields = fc.dictionary(anyText, fc.oneof(anyText, anyNumber, fc.boolean(), fc.constant(null)), {
  maxKeys: 3,
  noNullPrototype: true,
});
const by = fc.constantFrom('network.loss', 'edge_down');

/** In the order in which the harness puts the keys together. */
function record<Kind extends TraceEvent['kind']>(kind: Kind, rest: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ at: fc.maxSafeInteger(), kind: fc.constant(kind), ...rest }, { noNullPrototype: true });
}

const attempt = { device: anyText, reading: maybe(anyNumber), attempt: fc.nat() };
const delivery = { ...attempt, copy: fc.nat() };
const kinds = [
  record('attempt_sent', { ...attempt, timestamp: maybe(anyText) }),
  record('request_delivered', delivery),
  record('request_delivered', { ...delivery, instance: fc.nat() }),
  record('request_answered', {
    ...delivery,
    status: anyNumber,
    retryAfter: maybe(anyText),
    source: fc.constantFrom('edge', 'gateway'),
  }),
  record('answer_delivered', {
    ...attempt,
    status: anyNumber,
    echoed: fc.boolean(),
    retryAfterMs: maybe(anyNumber),
  }),
  record('reading_recorded', { device: anyText, reading: maybe(fc.nat()), timestamp: anyText, values }),
  record('reading_stored', { device: anyText, reading: fc.nat(), timestamp: anyText, values }),
  record('device_logged', { device: anyText, event: anyText, reading: maybe(fc.nat()), fields }),
  record('edge_logged', { event: anyText, device: maybe(anyText), reading: maybe(fc.nat()), fields }),
  record('fault_injected', { ...attempt, fault: by }),
  record('request_lost', { ...attempt, by }),
  record('answer_lost', { ...attempt, by, status: anyNumber }),
  record('attempt_abandoned', attempt),
  record('client_gone', delivery),
  record('answer_late', { ...attempt, status: anyNumber }),
  record('attempt_refused', { ...attempt, by }),
  record('attempt_reset', { ...attempt, by, processed: fc.boolean() }),
  record('copy_lost', { ...delivery, by }),
  record('outbox_read', { device: anyText, size: fc.nat(), limit: fc.nat() }),
  record('device_stopped', { device: anyText, pending: maybe(fc.array(fc.nat())) }),
  record('phase_started', { phase: fc.constantFrom('faults', 'heal', 'drain') }),
].map((kind) => kind.map((event): TraceEvent => event as unknown as TraceEvent));
const anyEvent = fc.oneof(...kinds);
/** Two events that differ in one field at most. */
const twins = fc.oneof(
  ...kinds.map((kind) =>
    fc.tuple(kind, kind, fc.nat()).map(([first, other, which]) => {
      const names = Object.entries(other);
      const second: TraceEvent = { ...first, ...Object.fromEntries([names[which % names.length] ?? []]) };
      return [[first], [second]] as const;
    }),
  ),
);

function bytesOf(events: readonly TraceEvent[]): string {
  const parts: Buffer[] = [];
  const encoder = new EventEncoder((bytes) => parts.push(Buffer.from(bytes)));
  for (const event of events) encoder.encode(event);
  encoder.flush();
  return Buffer.concat(parts).toString('hex');
}

/** Of a 32-bit word, low byte first. */
function word(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes.toString('hex');
}

function double(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes.toString('hex');
}

describe('the bytes of a trace', () => {
  test('are the same for events that were read back from their JSON', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 5 }), (events) => {
        const readBack = events.map((event): TraceEvent => JSON.parse(JSON.stringify(event)));
        expect(bytesOf(readBack)).toBe(bytesOf(events));
      }),
      { numRuns: 1_000 },
    );
  });

  test('differ for traces whose JSON differs', () => {
    const pair = fc.tuple(fc.array(anyEvent, { maxLength: 3 }), fc.array(anyEvent, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.oneof(pair, twins), ([first, second]) => {
        fc.pre(JSON.stringify(first) !== JSON.stringify(second));
        expect(bytesOf(second)).not.toBe(bytesOf(first));
      }),
    );
  });

  test('are words, low byte first; a name is written out where it first occurs', () => {
    const sent: TraceEvent = {
      at: 5,
      kind: 'attempt_abandoned',
      device: 'abc',
      reading: 7,
      attempt: 0,
    };
    const head = word(12) + double(5);
    // Number 0, three units, two to a word; then number 0 alone.
    const named = `${word(0)}${word(3)}6100620063000000`;
    const rest = double(7) + double(0);
    expect(bytesOf([sent, sent])).toBe(head + named + rest + head + word(0) + rest);
  });

  test('are whole however long a text is', () => {
    const long = 'x'.repeat(200_001);
    const event: TraceEvent = {
      at: 0,
      kind: 'device_logged',
      device: 'd',
      event: 'e',
      reading: null,
      fields: { long, short: 'y' },
    };
    expect(bytesOf([event, event])).not.toBe(bytesOf([event]));
    const other: TraceEvent = { ...event, fields: { long: `${long.slice(0, -1)}z`, short: 'y' } };
    expect(bytesOf([other])).not.toBe(bytesOf([event]));
  });

  test('stay the same for names without end, each written out in full', () => {
    const events = Array.from({ length: 70_000 }, (_, n): TraceEvent => ({
      at: n,
      kind: 'sample_skipped',
      device: `device-${n}`,
    }));
    const logged = events.map(({ at }): TraceEvent => ({
      at,
      kind: 'attempt_abandoned',
      device: `device-${at}`,
      reading: 0,
      attempt: 0,
    }));
    const last = logged.at(-1);
    if (last === undefined) throw new Error('no events');
    // Beyond 65,536 names the last one is written out again: both times the same bytes.
    const bytes = bytesOf([...logged, last]);
    const record = bytes.slice(-bytesOf([last]).length);
    expect(bytes.endsWith(record + record)).toBe(true);
  });
});
