import os from 'node:os';
import perfHooks from 'node:perf_hooks';
import { afterEach, expect, test } from 'vitest';
import { WORLD_EPOCH_MS } from '../kernel/index.ts';
import { KeyedRandom } from '../random/index.ts';
import { hostGlobals } from './host-globals.ts';
import { currentScope } from './scope.ts';
import { HostBench } from './testing/host-bench.ts';
import { WallClockError } from './wall-clock-error.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });

/** What Temporal says, where Node has it. */
function temporal(name: string): string | null {
  const found: unknown = Reflect.get(globalThis, 'Temporal');
  if (found === undefined) return null;
  const now = Object(Reflect.get(Object(found), 'Now'));
  return String(Reflect.apply(Reflect.get(now, name), now, []));
}

/** Made by hand, which our types think impossible. */
function mark(owner: object): unknown {
  const made: unknown = Reflect.construct(Reflect.get(owner, 'PerformanceMark'), ['a']);
  return Reflect.get(Object(made), 'startTime');
}

const hasTemporal = Reflect.has(globalThis, 'Temporal');
const date = new Date(5);

/**
 * All that tells time, read 1,234.567 ms after the world began on 2026-01-01T00:00:00Z, by a clock of whole ms where
 * it shows the time of day.
 */
const CLOCKS: readonly { readonly name: string; readonly read: () => unknown; readonly shows: unknown }[] = [
  { name: 'Date.now', read: () => Date.now(), shows: Date.UTC(2026, 0, 1) + 1_234 },
  { name: 'new Date', read: () => new Date().toISOString(), shows: '2026-01-01T00:00:01.234Z' },
  {
    name: 'new date.constructor()',
    read: () => Reflect.construct(date.constructor, []).toISOString(),
    shows: '2026-01-01T00:00:01.234Z',
  },
  { name: 'Date()', read: () => Date(), shows: expect.stringContaining('Jan 01 2026 00:00:01') },
  { name: 'Intl format', read: () => format.format(), shows: '01/01/2026, 00:00:01' },
  {
    name: 'Intl format, taken off',
    read: () => {
      const taken: unknown = Reflect.get(format, 'format');
      return typeof taken === 'function' ? Reflect.apply(taken, undefined, []) : null;
    },
    shows: '01/01/2026, 00:00:01',
  },
  {
    name: 'Intl formatToParts',
    read: () =>
      format
        .formatToParts()
        .map(({ value }) => value)
        .join(''),
    shows: '01/01/2026, 00:00:01',
  },
  { name: 'toLocaleString', read: () => new Date().toLocaleString('en-GB'), shows: '01/01/2026, 00:00:01' },
  { name: 'performance.now', read: () => performance.now(), shows: 1_234.567 },
  { name: 'performance.timeOrigin', read: () => performance.timeOrigin, shows: Date.UTC(2026, 0, 1) },
  { name: 'performance.mark', read: () => performance.mark('a').startTime, shows: 1_234.567 },
  { name: 'new PerformanceMark', read: () => mark(globalThis), shows: 1_234.567 },
  { name: 'the one of node:perf_hooks', read: () => mark(perfHooks), shows: 1_234.567 },
  {
    name: 'performance.measure from the start',
    read: () => performance.measure('a').duration,
    shows: 1_234.567,
  },
  {
    name: 'performance.measure from a mark',
    read: () => {
      performance.mark('from', { startTime: 1_000 });
      return performance.measure('a', 'from').duration;
    },
    // 1,234.567 − 1,000, in binary fractions.
    shows: 1_234.567 - 1_000,
  },
  {
    name: 'performance.measure with options',
    read: () => performance.measure('a', { start: 1_000, detail: 5 }),
    shows: expect.objectContaining({ startTime: 1_000, duration: 1_234.567 - 1_000, detail: 5 }),
  },
  {
    name: 'performance.measure from a milestone of Node',
    read: () => performance.measure('a', 'bootstrapComplete').startTime,
    shows: 0,
  },
  { name: 'performance.nodeTiming', read: () => performance.nodeTiming.duration, shows: 1_234.567 },
  {
    name: 'performance.toJSON',
    read: () => JSON.stringify(performance),
    shows: JSON.stringify({
      nodeTiming: {
        name: 'node',
        entryType: 'node',
        startTime: 0,
        duration: 1_234.567,
        nodeStart: 0,
        v8Start: 0,
        bootstrapComplete: 0,
        environment: 0,
        loopStart: 0,
        loopExit: -1,
        idleTime: 0,
      },
      timeOrigin: Date.UTC(2026, 0, 1),
      eventLoopUtilization: { idle: 0, active: 0, utilization: 0 },
    }),
  },
  { name: 'eventLoopUtilization', read: () => performance.eventLoopUtilization().active, shows: 0 },
  { name: 'Event.timeStamp', read: () => new Event('a').timeStamp, shows: 1_234.567 },
  { name: 'process.hrtime', read: () => process.hrtime(), shows: [1, 234_567_000] },
  { name: 'process.hrtime since', read: () => process.hrtime([0, 900_000_000]), shows: [0, 334_567_000] },
  { name: 'process.hrtime.bigint', read: () => process.hrtime.bigint(), shows: 1_234_567_000n },
  { name: 'process.uptime', read: () => process.uptime(), shows: 1.234567 },
  { name: 'os.uptime', read: () => os.uptime(), shows: 1.234567 },
  { name: 'process.cpuUsage', read: () => process.cpuUsage(), shows: { user: 0, system: 0 } },
  { name: 'process.resourceUsage', read: () => process.resourceUsage().userCPUTime, shows: 0 },
  {
    name: 'Temporal.Now.instant',
    read: () => temporal('instant'),
    shows: hasTemporal ? '2026-01-01T00:00:01.234567Z' : null,
  },
  {
    name: 'Temporal.Now.plainDateTimeISO',
    read: () => temporal('plainDateTimeISO'),
    shows: hasTemporal ? '2026-01-01T00:00:01.234567' : null,
  },
];

test.for(CLOCKS)('$name shows the time of the world', async ({ read, shows }) => {
  const it = new HostBench();
  bench = it;
  const globals = hostGlobals(new KeyedRandom('time'), 'edge', 0, () => true);
  it.kernel.at(1_234_567, () => {});
  await it.kernel.run();
  expect(currentScope.run({ globals, exchange: null }, read)).toStrictEqual(shows);
});

/** A clock that is an hour behind; a date shows it, and what counts from a beginning does not. */
const OF_A_WRONG_CLOCK: readonly (readonly [name: string, read: () => unknown, shows: unknown])[] = [
  ['Date.now', () => Date.now(), WORLD_EPOCH_MS - 3_600_000 + 1_234],
  ['new Date', () => new Date().getTime(), WORLD_EPOCH_MS - 3_600_000 + 1_234],
  ['Date()', () => Date.parse(Date()), WORLD_EPOCH_MS - 3_600_000 + 1_000],
  ['Intl', () => format.format(), '31/12/2025, 23:00:01'],
  ['Temporal', () => temporal('instant'), hasTemporal ? '2025-12-31T23:00:01.234567Z' : null],
  ['performance.now', () => performance.now(), 1_234.567],
  ['process.hrtime', () => process.hrtime.bigint(), 1_234_567_000n],
];

test.for(OF_A_WRONG_CLOCK)('%s of a host whose clock is wrong', async ([, read, shows]) => {
  const it = new HostBench();
  bench = it;
  const clockError = new WallClockError();
  clockError.set({ offsetMs: -3_600_000, driftPpm: 0 }, 0);
  const globals = hostGlobals(new KeyedRandom('time'), 'edge', 0, () => true, { clockError });
  it.kernel.at(1_234_567, () => {});
  await it.kernel.run();
  expect(currentScope.run({ globals, exchange: null }, read)).toStrictEqual(shows);
  // Nobody else's clock is wrong.
  expect(Date.now()).toBe(WORLD_EPOCH_MS + 1_234);
});

/** Of a process that began 1 s after the world: what counts since then, and what tells the time of day. */
const OF_A_LATER_BOOT: readonly (readonly [name: string, read: () => unknown, shows: unknown])[] = [
  ['performance.now', () => performance.now(), 234.567],
  ['performance.timeOrigin', () => performance.timeOrigin, WORLD_EPOCH_MS + 1_000],
  ['performance.mark', () => performance.mark('later').startTime, 234.567],
  ['performance.nodeTiming', () => performance.nodeTiming.duration, 234.567],
  ['Event.timeStamp', () => new Event('later').timeStamp, 234.567],
  ['process.uptime', () => process.uptime(), 0.234_567],
  ['process.hrtime', () => process.hrtime(), [0, 234_567_000]],
  ['process.hrtime.bigint', () => process.hrtime.bigint(), 234_567_000n],
  ['os.uptime', () => os.uptime(), 0.234_567],
  ['Date.now', () => Date.now(), WORLD_EPOCH_MS + 1_234],
];

test.for(OF_A_LATER_BOOT)('%s of a process that began after the world', async ([, read, shows]) => {
  const it = new HostBench();
  bench = it;
  const globals = hostGlobals(new KeyedRandom('time'), 'edge', 1, () => true, { sinceUs: 1_000_000 });
  it.kernel.at(1_234_567, () => {});
  await it.kernel.run();
  expect(currentScope.run({ globals, exchange: null }, read)).toStrictEqual(shows);
});

test('an event keeps the time at which it came into being', async () => {
  const it = new HostBench();
  bench = it;
  const globals = hostGlobals(new KeyedRandom('time'), 'edge', 0, () => true);
  let event: Event | null = null;
  const stamps: number[] = [];
  currentScope.run({ globals, exchange: null }, () => {
    setTimeout(() => (event = new Event('a')), 5);
    AbortSignal.timeout(7).addEventListener('abort', ({ timeStamp }) => stamps.push(timeStamp));
    setTimeout(() => stamps.push(event?.timeStamp ?? -1), 9);
  });
  await it.run(10);
  expect(stamps).toStrictEqual([7, 5]);
});
