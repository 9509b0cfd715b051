import { expect, test } from 'vitest';
import { Kernel, usFromMs, WORLD_EPOCH_MS } from '../kernel/index.ts';
import { HostClock } from './host-clock.ts';
import { currentScope } from './scope.ts';

function kernel(): Kernel {
  return new Kernel({
    limits: { events: 1_000, virtualUs: usFromMs(2 ** 32), wallMs: 60_000 },
    wallMs: () => 0,
    outside: null,
    // Microtasks are all that these tests set going.
    breathe: () => Promise.resolve(),
    settle: () => new Promise((resolve) => setImmediate(() => resolve(null))),
  });
}

test('timers fire at their time, in the order of their times and then of their making', async () => {
  const time = kernel();
  const clock = new HostClock(time);
  const fired: string[] = [];
  const note = (name: string) => (): void => void fired.push(`${name} at ${clock.monotonic()}`);
  clock.setTimeout(note('late'), 30.5);
  clock.setTimeout(note('first'), 10);
  clock.setTimeout(note('second'), 10);
  expect(clock.pending).toBe(3);
  await time.run();
  expect(fired).toStrictEqual(['first at 10', 'second at 10', 'late at 30.5']);
  expect(clock.pending).toBe(0);
});

test('the wall clock shows whole milliseconds since the epoch, the monotonic clock fractions since the start', async () => {
  const time = kernel();
  const clock = new HostClock(time);
  const seen: number[] = [];
  clock.setTimeout(() => seen.push(clock.now(), clock.monotonic()), 1.75);
  await time.run();
  expect(seen).toStrictEqual([WORLD_EPOCH_MS + 1, 1.75]);
});

test.for([
  [-1, 0],
  [0, 0],
  [Number.NaN, 0],
  // What is left of a time that was rounded to microseconds.
  [0.000_4, 0.001],
  [2 ** 31 - 1, 2 ** 31 - 1],
  // As Node has it.
  [2 ** 31, 1],
  [Number.POSITIVE_INFINITY, 1],
] as const)('a delay of %d ms is over after %d', async ([delayMs, fires]) => {
  const time = kernel();
  const clock = new HostClock(time);
  let at: number | null = null;
  clock.setTimeout(() => {
    at = clock.monotonic();
  }, delayMs);
  await time.run();
  expect(at).toBe(fires);
});

test('who waits again and again until a time is over, waits no more than twice', async () => {
  const time = kernel();
  const clock = new HostClock(time);
  const overMs = 10.000_4;
  let waits = 0;
  const wait = (): void => {
    if (clock.monotonic() >= overMs) return;
    waits += 1;
    clock.setTimeout(wait, overMs - clock.monotonic());
  };
  wait();
  await time.run();
  expect(waits).toBe(2);
});

test('a timer that is cleared does not fire, and clearing again or anything else does no harm', async () => {
  const time = kernel();
  const clock = new HostClock(time);
  const fired: string[] = [];
  const gone = clock.setTimeout(() => fired.push('gone'), 5);
  clock.setTimeout(() => fired.push('stays'), 5);
  clock.clearTimeout(gone);
  clock.clearTimeout(gone);
  for (const stranger of [null, undefined, 12_345, {}, 'timer']) clock.clearTimeout(stranger);
  await time.run();
  expect(fired).toStrictEqual(['stays']);
});

test('a handle of another clock clears nothing', async () => {
  const time = kernel();
  const [mine, theirs] = [new HostClock(time), new HostClock(time)];
  let fired = false;
  const handle = theirs.setTimeout(() => {
    fired = true;
  }, 5);
  mine.clearTimeout(handle);
  await time.run();
  expect(fired).toBe(true);
});

test('a sleep ends after its time, or with the reason of its signal as soon as that is aborted', async () => {
  const time = kernel();
  const clock = new HostClock(time);
  const controller = new AbortController();
  const ends: string[] = [];
  void clock.sleep(20).then(() => ends.push(`slept until ${clock.monotonic()}`));
  void clock
    .sleep(20, controller.signal)
    .catch((reason: unknown) => ends.push(`${String(reason)} at ${clock.monotonic()}`));
  clock.setTimeout(() => controller.abort('enough'), 7);
  await expect(clock.sleep(1, AbortSignal.abort('too late'))).rejects.toBe('too late');
  await time.run();
  expect(ends).toStrictEqual(['enough at 7', 'slept until 20']);
});

test('nothing of a clock that was stopped fires, and nothing can be set on it', async () => {
  const time = kernel();
  const clock = new HostClock(time);
  let fired = 0;
  clock.setTimeout(() => (fired += 1), 10);
  clock.setTimeout(() => clock.stop(), 5);
  time.at(usFromMs(6), () => void clock.setTimeout(() => (fired += 1), 1));
  await time.run();
  expect(fired).toBe(0);
  expect(clock.pending).toBe(0);
});

test('a timer fires in the scope in which it was set', async () => {
  const time = kernel();
  const clock = new HostClock(time);
  const scope = { globals: null, exchange: { device: 'device-001', reading: 7, attempt: 0, copy: 0 } };
  const seen: unknown[] = [];
  currentScope.run(scope, () => clock.setTimeout(() => seen.push(currentScope.getStore()), 1));
  clock.setTimeout(() => seen.push(currentScope.getStore()), 2);
  await time.run();
  expect(seen).toStrictEqual([scope, undefined]);
});
