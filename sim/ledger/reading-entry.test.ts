import { expect, test } from 'vitest';
import { USUAL_WORDS } from '../host/wire/answer-words.ts';
import { DeviceBook } from './device-book.ts';
import { EntryState } from './reading-entry.ts';

function entryThatHeard(...statuses: readonly number[]): EntryState {
  const entry = new EntryState(new DeviceBook('device-001', { open: 0 }), 0, false);
  for (const status of statuses) entry.hear(status, USUAL_WORDS);
  return entry;
}

test.for([200, 202, 204, 409])('a client that heard %d heard that its reading is taken', (status) => {
  expect(entryThatHeard(status)).toMatchObject({ heardDone: true, heardRefusal: false });
});

test.for([400, 401, 413, 415, 422])('a client that heard %d heard that its reading is refused', (status) => {
  expect(entryThatHeard(status)).toMatchObject({ heardDone: false, heardRefusal: true });
});

test.for([302, 408, 425, 429, 500, 503])('a client that heard %d heard nothing final', (status) => {
  expect(entryThatHeard(status)).toMatchObject({ heardDone: false, heardRefusal: false });
});

test('what was heard stays heard, and attempts are counted afresh, from a crash on', () => {
  const entry = entryThatHeard(200);
  entry.send(0, 0, 0);
  entry.send(1, 1_000_000, 0);
  entry.deviceCrashed();
  expect(entry).toMatchObject({ attempts: 2, bootAttempts: 0, heardDone: true });
  entry.send(2, 2_000_000, 1);
  expect(entry).toMatchObject({ attempts: 3, bootAttempts: 1 });
});
