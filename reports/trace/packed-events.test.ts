import { expect, test } from 'vitest';
import type { TraceEvent } from '../../sim/trace/event.ts';
import { packEvents, unpackEvents } from './packed-events.ts';

const EVENTS: readonly TraceEvent[] = [
  { at: 0, kind: 'phase_started', phase: 'faults' },
  { at: 5, kind: 'attempt_sent', device: 'b', reading: 1, attempt: 0, timestamp: 'now' },
  { at: 5, kind: 'edge_logged', event: 'started', device: null, reading: null, fields: { port: 1 } },
  { at: 9, kind: 'attempt_sent', device: 'a', reading: null, attempt: 2, timestamp: null },
  { at: 9, kind: 'device_stopped', device: 'b', pending: [1, 2] },
];

test('events that were packed as JSON are unpacked as they were', () => {
  const packed: unknown = JSON.parse(JSON.stringify(packEvents(EVENTS)));
  expect(unpackEvents(packed as ReturnType<typeof packEvents>)).toEqual(EVENTS);
});

test('what is alike is said once', () => {
  const packed = packEvents(EVENTS);
  expect(packed.since).toEqual([0, 5, 0, 4, 0]);
  expect(packed.order).toEqual([0, 1, 2, 1, 3]);
  expect(packed.devices).toEqual(['b', 'a']);
  expect(packed.kinds[1]).toEqual({
    kind: 'attempt_sent',
    columns: [
      ['device', [0, 1]],
      ['reading', [1, null]],
      ['attempt', [0, 2]],
      ['timestamp', ['now', null]],
    ],
  });
});
