import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../ports/index.ts';
import { FakeClock } from '../program/testing/fake-clock.ts';
import { FullDisk } from './testing/full-disk.ts';
import { accepted, Bench } from './testing/test-bench.ts';
import type { BenchOptions } from './testing/test-bench.ts';

const RIGHT_MS = Date.parse('2026-06-01T12:00:00.000Z');

/** A device whose wall clock shows this, and whose other clock runs. */
function bootedAt(
  nowMs: number,
  options: BenchOptions = {},
): { readonly bench: Bench; readonly clock: FakeClock } {
  const clock = new FakeClock();
  clock.set(nowMs);
  return { bench: new Bench({ answer: accepted, clock, ...options }), clock };
}

const timestampsOf = (bench: Bench): readonly unknown[] =>
  bench.sent.map(({ request }) => JSON.parse(request.body).timestamp);

describe('a clock that cannot be right', () => {
  test.for([
    [0, 'before_release'],
    [Date.parse('2025-12-31T23:00:00.000Z'), 'before_release'],
    [Date.parse('2101-01-01T00:00:00.000Z'), 'far_ahead'],
  ] as const)('of %d is noticed, and what it stamps is held until it is right', ([nowMs, reason]) => {
    const { bench, clock } = bootedAt(nowMs);
    bench.record(1);
    clock.advance(10_000);
    bench.record(2);
    clock.advance(10_000);
    expect(bench.sent).toEqual([]);
    expect(bench.device.pending()).toEqual([0, 1]);
    expect(bench.fields('clock_wrong')).toMatchObject({ sequence_id: 0, reason });
    // Twenty seconds after the first reading the clock is set.
    clock.set(RIGHT_MS);
    bench.record(3);
    clock.runOut();
    expect(timestampsOf(bench)).toEqual([
      '2026-06-01T11:59:40.000Z',
      '2026-06-01T11:59:50.000Z',
      '2026-06-01T12:00:00.000Z',
    ]);
    expect(bench.fields('clock_corrected')).toMatchObject({ readings: 2 });
    expect(bench.device.counters()).toMatchObject({ acknowledged: 3, wrongTimestamps: 2 });
  });

  test('is not taken for right by a reading that is invalid on purpose', () => {
    // Every second reading is: the first waits for the clock, and the second goes as it is.
    const random = {
      draw: (purpose: string, number = 0) => (purpose === 'invalid' && number === 1 ? 0 : 0.9),
    };
    const { bench, clock } = bootedAt(0, { random, settings: { invalid: { probability: 0.5 } } });
    bench.record(1);
    clock.advance(1_000);
    bench.record(2);
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([1]);
    expect(bench.events()).not.toContain('clock_corrected');
    bench.device.stop();
  });

  test('is looked at again where no reading shows it, until the device stops', () => {
    const { bench, clock } = bootedAt(0);
    bench.record(1);
    clock.advance(7_000);
    clock.set(RIGHT_MS);
    // Every five seconds: at the tenth, three seconds after it was set.
    clock.advance(2_999);
    expect(bench.sent).toEqual([]);
    clock.advance(1);
    expect(timestampsOf(bench)).toEqual(['2026-06-01T11:59:53.000Z']);
    clock.set(0);
    bench.record(2);
    bench.device.stop();
    clock.set(RIGHT_MS);
    clock.runOut();
    expect(bench.sent).toHaveLength(1);
  });

  test('after a reboot the time is the same as was sent, though nothing of it was acknowledged', () => {
    const disk = new MemoryDisk();
    const { bench, clock } = bootedAt(0, { disk, answer: () => null });
    bench.record(1);
    clock.set(RIGHT_MS);
    bench.record(2);
    disk.crash();
    const second = new Bench({ disk, answer: accepted });
    second.clock.runOut();
    expect(second.sent.map(({ request }) => request.body)).toEqual(
      bench.sent.map(({ request }) => request.body),
    );
    expect(disk.list('stamped/')).toEqual([]);
  });

  test('what a reboot finds of it is sent as it is: whoever refuses it says so, and it is parked', () => {
    const disk = new MemoryDisk();
    bootedAt(0, { disk }).bench.record(1);
    disk.crash();
    const second = new Bench({ disk, answer: accepted });
    second.clock.runOut();
    expect(timestampsOf(second)).toEqual(['1970-01-01T00:00:00.000Z']);
  });

  test('a full disk keeps what is held where it is', () => {
    const disk = new FullDisk();
    const { bench, clock } = bootedAt(0, { disk });
    bench.record(1);
    clock.set(RIGHT_MS);
    disk.isFull = true;
    expect(() => bench.record(2)).toThrow('ENOSPC');
    expect(bench.sent).toEqual([]);
    disk.isFull = false;
    bench.record(2);
    clock.runOut();
    expect(bench.device.counters()).toMatchObject({ acknowledged: 2 });
  });

  test('one that was thrown out for room is not brought back', () => {
    const { bench, clock } = bootedAt(0, { settings: { outbox: { limit: 1, overflow: 'drop-oldest' } } });
    bench.record(1);
    bench.record(2);
    clock.set(RIGHT_MS);
    clock.advance(1);
    bench.record(3);
    clock.runOut();
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([2]);
    expect(bench.device.counters()).toMatchObject({ overflowed: 2, acknowledged: 1 });
  });
});

describe('a clock behind the reading before', () => {
  test('is noticed and marked, and the readings are sent', () => {
    const { bench, clock } = bootedAt(RIGHT_MS);
    bench.record(1);
    clock.set(RIGHT_MS - 3_600_000);
    bench.record(2);
    expect(bench.fields('clock_behind')).toMatchObject({ sequence_id: 1, by_ms: 3_600_000 });
    expect(bench.device.counters()).toMatchObject({ acknowledged: 2, wrongTimestamps: 1 });
  });

  test('is noticed by what waits on the disk, too', () => {
    const disk = new MemoryDisk();
    bootedAt(RIGHT_MS, { disk, answer: () => null }).bench.record(1);
    disk.crash();
    const { bench } = bootedAt(RIGHT_MS - 120_000, { disk });
    bench.record(2);
    expect(bench.fields('clock_behind')).toMatchObject({ sequence_id: 1, by_ms: 120_000 });
  });

  test('by less than a minute is one that was set', () => {
    const { bench, clock } = bootedAt(RIGHT_MS);
    bench.record(1);
    clock.set(RIGHT_MS - 59_999);
    bench.record(2);
    expect(bench.events()).not.toContain('clock_behind');
  });
});
