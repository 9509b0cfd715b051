import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../trace/index.ts';
import { declaredDialect } from './declared-dialect.ts';
import { USUAL_WORDS } from './answer-words.ts';
import { DIALECTS } from './dialects.ts';
import { parsePlace } from './place.ts';
import type { Wire } from './wire.ts';
import { WireBook } from './wire-book.ts';

const AT = '2026-01-01T00:00:03.250Z';
const VALUES = { temperature_c: 12.34, humidity_pct: 51.07 };

function bookOf(wire: Partial<Wire> = {}) {
  const events: TraceEvent[] = [];
  const book = new WireBook({
    wire: { path: '/ingest', dialect: null, words: null, ...wire },
    now: () => 7,
    record: (event) => events.push(event),
  });
  for (const device of ['d-1', 'd-2']) book.page(device);
  return { book, events };
}

function post(body: unknown, headers: Readonly<Record<string, string>> = {}, path = '/ingest') {
  return { method: 'POST', path, headers, body: JSON.stringify(body) };
}

function keyed(key: string, body: unknown) {
  return post(body, { 'idempotency-key': key });
}

describe('the reading of a message', () => {
  test.for<readonly [string, unknown]>([
    ['a date', { at: AT }],
    ['a date with another zone', { deep: [{ at: '2026-01-01T01:00:03.250+01:00' }] }],
    // 2026-01-01T00:00:00Z is 1767225600 s after 1970.
    ['seconds since 1970', { ts: 1767225603.25 }],
    ['milliseconds since 1970', { ts: 1767225603250 }],
    ['microseconds since 1970', { ts: 1767225603250000 }],
    ['nanoseconds since 1970 as text', { ts: '1767225603250000000' }],
    ['its values alone', { temp: 12.34, hum: '51.07' }],
  ])('is found by %s', ([, body]) => {
    const { book } = bookOf({ dialect: DIALECTS['idempotency-key'] });
    const page = book.page('d-1');
    page.born({ timestamp: '2026-01-01T00:00:00.250Z', values: { temperature_c: 1, humidity_pct: 2 } });
    page.born({ timestamp: AT, values: VALUES });
    expect(page.read(keyed('a', body))).toMatchObject([{ reading: 0, timestamp: AT }]);
    // Every further attempt is for the same one, whatever it says.
    expect(page.read(keyed('a', {}))).toMatchObject([{ reading: 0, timestamp: AT }]);
  });

  test('is told by whole seconds, where one alone fits', () => {
    const { book } = bookOf({ dialect: DIALECTS.cloudevents });
    const page = book.page('d-1');
    const event = (id: string, time: string) =>
      post({ specversion: '1.0', id, source: 'd-1', type: 't', time });
    page.born({ timestamp: AT, values: VALUES });
    page.born({ timestamp: '2026-01-01T00:00:04.000Z', values: VALUES });
    expect(page.read(event('a', '2026-01-01T00:00:03Z'))).toMatchObject([{ timestamp: AT }]);
    page.born({ timestamp: '2026-01-01T00:00:03.750Z', values: VALUES });
    expect(page.read(event('b', '2026-01-01T00:00:03Z'))).toMatchObject([{ timestamp: null }]);
  });

  test('is that of its own number where it came with one', () => {
    const { book, events } = bookOf({ dialect: DIALECTS['idempotency-key'] });
    const page = book.page('d-1');
    page.numbered(page.born({ timestamp: AT, values: VALUES }), page.numberOf('a'));
    expect(page.read(keyed('a', 'compressed beyond recognition'))).toMatchObject([
      { reading: 0, timestamp: AT },
    ]);
    expect(events).toStrictEqual([{ at: 7, kind: 'reading_named', device: 'd-1', reading: 0, name: 'a' }]);
  });

  test('is unknown where nothing of it stands in the message', () => {
    const { book } = bookOf({ dialect: DIALECTS['idempotency-key'] });
    const page = book.page('d-1');
    page.born({ timestamp: AT, values: VALUES });
    expect(page.read(keyed('a', { temp: 12.34 }))).toMatchObject([{ reading: 0, timestamp: null }]);
  });

  test('is given to one name only: a key that is made anew for a retry is no reading', () => {
    const { book } = bookOf({ dialect: DIALECTS['idempotency-key'] });
    const page = book.page('d-1');
    page.born({ timestamp: AT, values: VALUES });
    expect(page.read(keyed('a', VALUES))).toMatchObject([{ reading: 0, timestamp: AT }]);
    expect(page.read(keyed('b', VALUES))).toMatchObject([{ reading: 1, timestamp: null }]);
  });
});

describe('names', () => {
  test('that are whole numbers are those numbers, others get the next that is free', () => {
    const { book, events } = bookOf();
    const page = book.page('d-1');
    const ids = [7, '8', 'a', '9', '09', 9, 'a', 1.5, 2 ** 53];
    // a takes 9, the first after 8; so does nobody else: "9" gets the next.
    expect(ids.map((id) => page.numberOf(id))).toStrictEqual([7, 8, 9, 10, 11, 10, 9, 12, 13]);
    expect(events).toHaveLength(5);
  });

  test('of devices are those that their messages have, where no other device is called so', () => {
    const { book } = bookOf({ dialect: DIALECTS.cloudevents });
    const event = (source: string, id: string) => post({ specversion: '1.0', id, source, type: 't' });
    book.page('d-1').read(event('/one', 'a'));
    book.page('d-2').read(event('/two', 'b'));
    expect(book.deviceOf('/one', 'x')).toBe('d-1');
    expect(book.deviceOf('d-2', 'x')).toBe('d-2');
    expect(book.deviceOf(undefined, 'b')).toBe('d-2');
    book.page('d-2').read(event('/one', 'c'));
    // Both are called so now: the reading says whose it is.
    expect(book.deviceOf('/one', 'c')).toBe('d-2');
    expect(book.deviceOf('/one', 'nobody’s')).toBe('/one');
  });

  test('of another device of the fleet make a message of nobody', () => {
    const { book } = bookOf({ dialect: DIALECTS.cloudevents });
    const stray = post({ specversion: '1.0', id: 'a', source: 'd-2', type: 't' });
    expect(book.page('d-1').read(stray)).toStrictEqual([]);
  });
});

describe('with nothing declared', () => {
  test('the first form that can read a message stays', () => {
    const { book } = bookOf();
    const page = book.page('d-1');
    expect(book.dialect).toBeNull();
    expect(page.read(post({ hello: 1 }))).toStrictEqual([]);
    expect(page.read(keyed('a', {}))).toHaveLength(1);
    expect(book.dialect?.name).toBe('idempotency-key');
    expect(page.read(post({ specversion: '1.0', id: 'a', source: '/', type: 't' }))).toStrictEqual([]);
  });

  test('who sends single messages of our form may send lists of them', () => {
    const { book } = bookOf();
    const page = book.page('d-1');
    const message = { device_id: 'd-1', sequence_id: 4, timestamp: AT, values: {} };
    page.read(post(message));
    expect(page.read(post([message, { ...message, sequence_id: 5 }])).map(({ reading }) => reading)).toEqual([
      4, 5,
    ]);
    expect(page.read(post(message))).toHaveLength(1);
  });
});

test('places that are declared are read: pointers, headers, the query, steps of the path, items of a list', () => {
  const at = (text: string) => parsePlace(text) ?? expect.fail(text);
  const dialect = declaredDialect({
    path: '/v1/{device}/readings',
    device: at('path:device'),
    reading: at('item:/ids/0'),
    timestamp: at('query:at'),
    items: at('body:/list'),
    echo: null,
    results: null,
    resultStatus: null,
    resultReading: null,
    words: USUAL_WORDS,
  });
  const { book } = bookOf({ dialect });
  const page = book.page('d-1');
  page.born({ timestamp: AT, values: VALUES });
  const body = { list: [{ ids: ['a'] }, { ids: [] }, { ids: ['b'] }] };
  const told = page.read(post(body, {}, `/v1/sensor%201/readings?at=${AT}`));
  expect(told).toMatchObject([
    { reading: 0, timestamp: AT, carried: { device: 'sensor 1', reading: 'a' } },
    { reading: 1, timestamp: AT, carried: { reading: 'b' } },
  ]);
});

test.for(['body', 'body:x', 'header:a b', 'header:', 'cookie:x', 'path:', 'item:/~3', ''])(
  '"%s" names no place',
  (text) => {
    expect(parsePlace(text)).toBeNull();
  },
);
