import { expect, test } from 'vitest';
import { AttemptCounter } from './attempt-counter.ts';

test('the attempts for each reading are counted from 0, whatever comes between', () => {
  const counter = new AttemptCounter();
  const counted = [7, 8, 7, 7, 8, 0].map((reading) => counter.next(reading));
  expect(counted).toStrictEqual([0, 0, 1, 2, 1, 0]);
});

test('a reading that is still being sent is not forgotten, however many others come', () => {
  const counter = new AttemptCounter();
  let sent = 0;
  for (let other = 1; other <= 100_000; other += 1) {
    counter.next(other);
    // Sent again after each 5,000 others: within one generation of 10,000.
    if (other % 5_000 === 0) {
      expect(counter.next(-1)).toBe(sent);
      sent += 1;
    }
  }
});

test('a reading that nobody has sent for two generations begins at 0 again, so memory stays flat', () => {
  const counter = new AttemptCounter();
  counter.next(-1);
  for (let other = 0; other < 20_002; other += 1) counter.next(other);
  expect(counter.next(-1)).toBe(0);
});

test('a reading that has its end is remembered for the next 64 that have theirs, and then forgotten', () => {
  const counter = new AttemptCounter();
  counter.next(0);
  counter.end(0);
  for (let other = 1; other <= 64; other += 1) {
    expect(counter.next(0)).toBe(other);
    counter.next(other);
    if (other < 64) counter.end(other);
  }
  counter.end(64);
  expect(counter.next(0)).toBe(0);
  // Those that ended later are known still.
  expect(counter.next(64)).toBe(1);
});
