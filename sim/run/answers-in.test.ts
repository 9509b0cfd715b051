import { expect, test } from 'vitest';
import { USUAL_WORDS, WireBook } from '../host/index.ts';
import { answersIn } from './answers-in.ts';

const READING = {
  device_id: 'd-1',
  sequence_id: 4,
  timestamp: '2026-01-01T00:00:03.250Z',
  values: { temperature_c: 12.34, humidity_pct: 51.07 },
};

function bookThatRead(...bodies: readonly unknown[]): WireBook {
  const wire = { path: '/ingest', dialect: null, words: null };
  const book = new WireBook({ wire, now: () => 0, record: () => {} });
  book.page('d-1');
  for (const body of bodies)
    book.read({ method: 'POST', path: '/ingest', headers: {}, body: JSON.stringify(body) });
  return book;
}

test('an answer to a single message must name its reading still, once a list has come', () => {
  const answers = answersIn(bookThatRead(READING, [READING]), 'echo', true);
  expect(answers.acknowledge).toBe('echo');
  // And none that lies is given to who may believe any 2xx.
  expect(answers.areLookedInto).toBe(false);
});

test('a status is enough where statuses are declared, of a device that was brought', () => {
  const wire = { path: '/ingest', dialect: null, words: USUAL_WORDS };
  const book = new WireBook({ wire, now: () => 0, record: () => {} });
  expect(answersIn(book, 'echo', true)).toMatchObject({ acknowledge: 'status', areLookedInto: false });
  expect(answersIn(book, 'echo', false)).toMatchObject({ acknowledge: 'echo', areLookedInto: true });
});

test('a status is enough of an edge that has never named a reading, for a device that was brought', () => {
  const nameless = { status: 201, echoed: false };
  const book = bookThatRead(READING);
  book.heard({ status: 503, echoed: false });
  expect(answersIn(book, 'echo', true).acknowledge).toBe('echo');
  book.heard(nameless);
  expect(answersIn(book, 'echo', true)).toMatchObject({ acknowledge: 'status', areLookedInto: false });
  expect(answersIn(book, 'echo', false).acknowledge).toBe('echo');
  book.heard({ status: 200, echoed: true });
  book.heard(nameless);
  expect(answersIn(book, 'echo', true).acknowledge).toBe('echo');
});

test('an answer that names another reading is no answer without a name', () => {
  const book = bookThatRead(READING);
  book.heard({ status: 200, echoed: false, named: { device: 'd-1', reading: 3 } });
  expect(answersIn(book, 'echo', true).acknowledge).toBe('echo');
});
