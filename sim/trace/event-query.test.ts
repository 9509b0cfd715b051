import { describe, expect, test } from 'vitest';
import { fitsPattern, parsePattern, unknownField } from './event-pattern.ts';
import type { EventPattern } from './event-pattern.ts';
import { EventSearch } from './event-query.ts';
import type { EventQuery, Verb } from './event-query.ts';
import type { TraceEvent } from './event.ts';

function pattern(text: string): EventPattern {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.pattern;
}

function delivered(at: number, reading: number | null, attempt = 0): TraceEvent {
  return { at, kind: 'request_delivered', device: 'device-001', reading, attempt, copy: 0 };
}

function stored(at: number, reading: number, device = 'device-001'): TraceEvent {
  return { at, kind: 'reading_stored', device, reading, timestamp: 't', values: { temperature: 21.5 } };
}

const LOGGED: TraceEvent = {
  at: 7,
  kind: 'device_logged',
  device: 'device-001',
  event: 'retrying_after_backoff',
  reading: 3,
  fields: { delay_ms: 250, why: 'answer lost' },
};
const OPENED: TraceEvent = { at: 9, kind: 'window_opened', window: 0, faults: ['network.loss', 'edge.slow'] };

describe('a pattern', () => {
  test.for([
    ['device_logged', LOGGED, true],
    ['*', LOGGED, true],
    ['device_stopped', LOGGED, false],
    ['device_logged event=retrying_after_backoff', LOGGED, true],
    ['device_logged event=retr*', LOGGED, true],
    ['device_logged event=back*', LOGGED, false],
    ['device_logged event!=retr*', LOGGED, false],
    ['device_logged reading=3 device=device-001', LOGGED, true],
    ['device_logged reading=4', LOGGED, false],
    ['device_logged fields.delay_ms>200', LOGGED, true],
    ['device_logged fields.delay_ms>250', LOGGED, false],
    ['device_logged fields.delay_ms>=250', LOGGED, true],
    ['device_logged fields.delay_ms<=249.5', LOGGED, false],
    // What is not there is neither equal nor unequal.
    ['device_logged fields.missing!=1', LOGGED, false],
    ['* at<8', LOGGED, true],
    ['request_delivered reading=null', delivered(0, null), true],
    ['request_delivered reading=null', delivered(0, 1), false],
    ['window_opened faults=edge.slow', OPENED, true],
    ['window_opened faults=edge.*', OPENED, true],
    ['window_opened faults=network.jitter', OPENED, false],
    // A dot and a bracket are themselves.
    ['device_logged event=retr.*', LOGGED, false],
  ] as const)('%s', ([text, event, fits]) => {
    expect(fitsPattern(pattern(text), event)).toBe(fits);
  });

  test.for([
    ['', 'a pattern begins with a kind of event, or *'],
    ['reading_storred', 'there is no event "reading_storred"; did you mean reading_stored?'],
    ['reading_stored readng=3', 'reading_stored has no field "readng"; did you mean reading?'],
    ['* readng=3', 'no event has a field "readng"; did you mean reading?'],
    ['reading_stored reading', '"reading" is no condition: write field=value, such as device=device-001'],
    ['reading_stored reading=', 'reading= is followed by no value'],
    ['reading_stored reading=three', 'reading=three: "reading" of reading_stored must be a number'],
    ['phase_started phase=fault', 'phase=fault: "phase" of phase_started must be faults or heal or drain'],
    ['reading_stored reading>x', 'reading>x: only numbers have an order'],
    ['reading_stored device.name=x', '"device" of reading_stored has no fields of its own'],
  ] as const)('%s is refused', ([text, why]) => {
    expect(parsePattern(text)).toEqual({ ok: false, why });
  });

  test('says of a field by which to tell events apart whether its events have it', () => {
    expect(unknownField(pattern('reading_stored'), 'reading')).toBeNull();
    expect(unknownField(pattern('reading_stored'), 'attempt')).toMatch(
      /^reading_stored has no field "attempt"/,
    );
  });
});

function search(events: readonly TraceEvent[], query: EventQuery): readonly number[] {
  const one = new EventSearch(query);
  for (const event of events) one.observe(event);
  return one.conclude().map(({ number }) => number);
}

function asking(
  verb: Verb,
  { other = 'request_delivered', same = ['device', 'reading'], withinUs = Infinity } = {},
): EventQuery {
  return { events: pattern('reading_stored'), relation: { verb, other: pattern(other), same, withinUs } };
}

describe('a query', () => {
  // Reading 1 is delivered and stored, 2 only stored, 3 is stored before it is delivered.
  const EVENTS = [delivered(0, 1), stored(10, 1), stored(20, 2), stored(30, 3), delivered(40, 3)];

  test.for([
    ['preceded-by', [1]],
    ['not-preceded-by', [2, 3]],
    ['followed-by', [3]],
    ['not-followed-by', [1, 2]],
  ] as const)('%s tells readings apart', ([verb, found]) => {
    expect(search(EVENTS, asking(verb))).toEqual(found);
  });

  test('without fields in common takes any event before or after', () => {
    expect(search(EVENTS, asking('preceded-by', { same: [] }))).toEqual([1, 2, 3]);
    expect(search(EVENTS, asking('followed-by', { same: [] }))).toEqual([1, 2, 3]);
  });

  test('with a limit of time leaves out what came too early or too late', () => {
    // 10 µs lie between delivery and store of reading 1, and between store and delivery of reading 3.
    expect(search(EVENTS, asking('preceded-by', { withinUs: 10 }))).toEqual([1]);
    expect(search(EVENTS, asking('preceded-by', { withinUs: 9 }))).toEqual([]);
    expect(search(EVENTS, asking('followed-by', { withinUs: 9 }))).toEqual([]);
    expect(search(EVENTS, asking('not-followed-by', { withinUs: 9 }))).toEqual([1, 2, 3]);
  });

  test('about an event and its like does not take it for its own neighbour', () => {
    const twice = [stored(0, 1), stored(5, 1), stored(9, 2)];
    const query = (verb: Verb): EventQuery => asking(verb, { other: 'reading_stored' });
    expect(search(twice, query('preceded-by'))).toEqual([1]);
    expect(search(twice, query('followed-by'))).toEqual([0]);
    expect(search(twice, query('not-followed-by'))).toEqual([1, 2]);
  });

  test('takes what says nothing of a field for the same as no other', () => {
    const nameless = [delivered(0, null), delivered(5, null, 1)];
    const query: EventQuery = {
      events: pattern('request_delivered attempt=1'),
      relation: {
        verb: 'preceded-by',
        other: pattern('request_delivered'),
        same: ['reading'],
        withinUs: Infinity,
      },
    };
    expect(search(nameless, query)).toEqual([]);
  });

  test('without a verb finds all events of the pattern', () => {
    expect(search(EVENTS, { events: pattern('reading_stored reading>1'), relation: null })).toEqual([2, 3]);
  });
});
