import { expect, test } from 'vitest';
import type { DeliveryKey } from '../trace/index.ts';
import { timersHeld } from './holdings.ts';
import type { HeldTimer } from './holdings.ts';

function timerOf(exchange: Partial<DeliveryKey>, rest: Partial<HeldTimer> = {}): HeldTimer {
  const whole = { device: 'a', reading: 1, attempt: 1, copy: 0, ...exchange };
  return { scope: { exchange: whole }, delayMs: 30_000, repeats: false, ...rest };
}

const outlivedOf = (...timers: readonly HeldTimer[]): number => timersHeld(timers, () => false).outlived;

test('one timer for each reading may wait for less than a minute, whichever of its requests has set it', () => {
  expect(outlivedOf(timerOf({}), timerOf({ reading: 2 }), timerOf({ device: 'b' }))).toBe(0);
  // Of four timers for two readings, two.
  expect(
    outlivedOf(timerOf({}), timerOf({ attempt: 2 }), timerOf({ copy: 1 }), timerOf({ reading: 2 })),
  ).toBe(2);
});

test('one that repeats is none by which a reading is forgotten', () => {
  expect(outlivedOf(timerOf({}, { repeats: true }), timerOf({ reading: 2 }, { repeats: true }))).toBe(2);
});

test('of a request that carries many readings nobody can tell which of them a timer is for', () => {
  const scope = {
    exchange: { device: 'a', reading: 1, attempt: 1, copy: 0 },
    carriesMany: true,
  };
  expect(outlivedOf(timerOf({}, { scope }), timerOf({}, { scope }))).toBe(0);
});

test('a request that is open may hold what it likes', () => {
  expect(timersHeld([timerOf({}), timerOf({ attempt: 2 })], () => true).outlived).toBe(0);
});
