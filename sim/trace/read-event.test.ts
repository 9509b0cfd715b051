import { expect, test } from 'vitest';
import { EVENT_KINDS } from './event.ts';
import type { TraceEvent } from './event.ts';
import { readEvent } from './read-event.ts';

test.for([
  ['', 'it is not JSON'],
  ['7', 'it is not a JSON object'],
  ['[]', 'it is not a JSON object'],
  ['{"kind":"attempt_sent"}', '"at" must be a number of microseconds'],
  ['{"at":0}', '"kind" is missing, which no event of a trace is'],
  ['{"at":0,"kind":"toString"}', '"kind" is "toString", which no event of a trace is'],
  [
    '{"at":0,"kind":"device_crashed","device":"d"}',
    '"boot" of device_crashed is missing; it must be a number',
  ],
  [
    '{"at":0,"kind":"phase_started","phase":"calm"}',
    '"phase" of phase_started is "calm"; it must be faults or heal or drain',
  ],
  [
    '{"at":0,"kind":"device_logged","device":"d","event":"e","reading":1,"fields":{"a":[1]}}',
    '"fields" of device_logged is {"a":[1]}; it must be an object of texts, numbers, true, false or null',
  ],
] as const)('a line such as %s is no event, and it is said why', ([line, why]) => {
  expect(readEvent(line)).toEqual({ ok: false, why });
});

test('an event that was written as JSON is read as it was, at whatever instant', () => {
  const event: TraceEvent = {
    at: 2 ** 52 + 1,
    kind: 'answer_delivered',
    device: 'device-001',
    reading: null,
    attempt: 3,
    status: 503,
    echoed: false,
    retryAfterMs: 1500.5,
  };
  expect(readEvent(JSON.stringify(event))).toEqual({ ok: true, event });
});

test('there is a table of fields for every kind of event', () => {
  for (const kind of EVENT_KINDS) {
    expect(readEvent(JSON.stringify({ at: 0, kind }))).toMatchObject({
      ok: false,
      why: expect.stringContaining(kind),
    });
  }
});
