import { expect, test } from 'vitest';
import type { CapacitySettings } from '../settings.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import { Timers } from '../timers.ts';
import { Capacity } from './capacity.ts';

const settings: CapacitySettings = {
  ratePerSecond: 10,
  concurrency: 2,
  queueLimit: 2,
  service: 'constant',
  retryAfterMs: null,
};

/** Sends requests in and keeps when each was served, or -1 when it was refused. */
function bench(initial: CapacitySettings) {
  const clock = new FakeClock();
  const capacity = new Capacity(initial, new Timers(clock), {
    nowMs: () => clock.monotonic(),
    waited: (ms) => void waitedMs.push(ms),
  });
  const servedAt: number[] = [];
  const waitedMs: number[] = [];
  const enter = (uniform = 0.5): void => {
    const served = capacity.enter(capacity.settings ?? initial, { draw: () => uniform });
    if (served === undefined) servedAt.push(-1);
    else void served.then(() => servedAt.push(clock.monotonic()));
  };
  return { clock, capacity, servedAt, waitedMs, enter };
}

test('as many as there are servers are served at once, then as many as may wait, and no more', async () => {
  const { clock, capacity, servedAt, waitedMs, enter } = bench(settings);
  for (let i = 0; i < 5; i++) enter();
  expect(servedAt).toStrictEqual([-1]);
  expect(capacity.queueLength).toBe(2);
  await clock.advanceAsync(1000);
  // Two servers of 100 ms each: the first two at 100, the waiting two at 200.
  expect(servedAt).toStrictEqual([-1, 100, 100, 200, 200]);
  // Two found a server free, two waited for one; who was refused waited for nobody.
  expect(waitedMs).toStrictEqual([0, 0, 100, 100]);
});

test('a place is free again at the end of a service', async () => {
  const { clock, servedAt, enter } = bench({ ...settings, concurrency: 1, queueLimit: 0 });
  enter();
  await clock.advanceAsync(99);
  enter();
  await clock.advanceAsync(1);
  enter();
  await clock.advanceAsync(100);
  expect(servedAt).toStrictEqual([-1, 100, 200]);
});

test('an exponential service takes -ln(1 - u) times its mean', async () => {
  const { clock, servedAt, enter } = bench({ ...settings, service: 'exponential' });
  enter(0);
  enter(1 - Math.exp(-2));
  await clock.advanceAsync(1000);
  // u = 0 takes no time; u = 1 - e^-2 takes 2 · 100 ms.
  expect(servedAt[0]).toBe(0);
  expect(servedAt[1]).toBeCloseTo(200, 6);
});

test('those who wait go by new settings: more servers take them at once', async () => {
  const { clock, capacity, servedAt, enter } = bench({ ...settings, concurrency: 1 });
  for (let i = 0; i < 3; i++) enter();
  await clock.advanceAsync(50);
  capacity.reconfigure({ ...settings, concurrency: 3, ratePerSecond: 20 });
  await clock.advanceAsync(1000);
  // The first keeps its 100 ms; the others start at 50 and take 1000 / 20 = 50 ms.
  expect(servedAt).toStrictEqual([100, 100, 100]);
});

test('without a limit those who wait are served at once', async () => {
  const { clock, capacity, servedAt, enter } = bench({ ...settings, concurrency: 1 });
  for (let i = 0; i < 3; i++) enter();
  capacity.reconfigure(null);
  await clock.advanceAsync(0);
  expect(servedAt).toStrictEqual([0, 0]);
  expect(capacity.queueLength).toBe(0);
});

test('a long queue is served in order of arrival and none is forgotten', async () => {
  const { clock, servedAt, enter } = bench({
    ...settings,
    concurrency: 1,
    queueLimit: 3000,
    ratePerSecond: 1000,
  });
  for (let i = 0; i < 3000; i++) enter();
  await clock.advanceAsync(10_000);
  // One each millisecond.
  expect(servedAt).toStrictEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
});
