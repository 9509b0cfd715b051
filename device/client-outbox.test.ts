import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../ports/index.ts';
import { FullDisk } from './testing/full-disk.ts';
import { Bench, accepted, answered, tableRandom } from './testing/test-bench.ts';

const full = (overflow: 'drop-oldest' | 'drop-newest' | 'block', limit = 2, inFlightMax = 1): Bench =>
  new Bench({ settings: { inFlightMax, outbox: { limit, overflow } } });

describe('a full outbox', () => {
  test('under drop-oldest gives up the oldest that is not in flight', () => {
    const bench = full('drop-oldest', 3);
    for (let index = 0; index < 4; index += 1) bench.record();
    // 0 is in flight: 1 is the oldest that can go.
    expect([...bench.device.pending()]).toEqual([0, 2, 3]);
    expect(bench.fields('outbox_overflow')).toMatchObject({ sequence_id: 1, overflow: 'drop-oldest' });
    bench.accept(0);
    bench.accept(1);
    bench.accept(2);
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([0, 2, 3]);
    expect(bench.disk.list('outbox/')).toEqual([]);
  });

  test('under drop-oldest gives up a reading in backoff, whose retry is then not made', () => {
    const bench = full('drop-oldest', 1);
    bench.record();
    bench.answer(0, answered(503));
    bench.record();
    expect(bench.ends().get(0)).toEqual(['outbox_overflow']);
    bench.accept(1);
    expect(bench.clock.timers).toBe(0);
    expect(bench.ends().get(1)).toEqual(['telemetry_acknowledged']);
  });

  test('under drop-oldest gives up the newest when all are in flight', () => {
    const bench = full('drop-oldest', 2, 2);
    for (let index = 0; index < 3; index += 1) bench.record();
    expect([...bench.device.pending()]).toEqual([0, 1]);
    expect(bench.ends().get(2)).toEqual(['outbox_overflow']);
  });

  test('under drop-newest gives up the new reading, which has used its number', () => {
    const bench = full('drop-newest');
    for (let index = 0; index < 3; index += 1) bench.record();
    expect([...bench.device.pending()]).toEqual([0, 1]);
    expect(bench.fields('outbox_overflow')).toMatchObject({ sequence_id: 2, overflow: 'drop-newest' });
    bench.accept(0);
    expect(bench.record()).toBe(3);
  });

  test('under block is not ready, and says so once for each episode', () => {
    const bench = full('block');
    expect(bench.device.ready()).toBe(true);
    bench.record();
    bench.record();
    expect([bench.device.ready(), bench.device.ready(), bench.device.ready()]).toEqual([false, false, false]);
    bench.accept(0);
    expect([bench.device.ready(), bench.device.ready()]).toEqual([true, true]);
    bench.record();
    expect(bench.device.ready()).toBe(false);
    expect(bench.events().filter((event) => event.startsWith('sampling'))).toEqual([
      'sampling_paused',
      'sampling_resumed',
      'sampling_paused',
    ]);
    expect(bench.fields('sampling_resumed')).toMatchObject({ skipped: 3 });
    expect(bench.device.counters().skippedSamples).toBe(4);
  });

  test('under block loses a reading that is forced on it, but never in silence', () => {
    const bench = full('block');
    for (let index = 0; index < 3; index += 1) bench.record();
    expect(bench.ends().get(2)).toEqual(['outbox_overflow']);
  });

  test('never holds more than its limit, and counts what it gave up', () => {
    for (const overflow of ['drop-oldest', 'drop-newest', 'block'] as const) {
      const bench = full(overflow, 5, 2);
      for (let index = 0; index < 50; index += 1) {
        bench.record();
        expect(bench.device.outbox().size).toBeLessThanOrEqual(5);
      }
      expect(bench.device.counters().overflowed).toBe(45);
      expect(bench.disk.list('outbox/')).toHaveLength(5);
    }
  });

  test('whose limit was lowered gets back below it with the next reading under drop-oldest', () => {
    const bench = full('drop-oldest', 6);
    for (let index = 0; index < 6; index += 1) bench.record();
    bench.device.reconfigure({ ...bench.settings, outbox: { limit: 3, overflow: 'drop-oldest' } });
    bench.record();
    expect([...bench.device.pending()]).toEqual([0, 5, 6]);
    expect(bench.device.outbox()).toEqual({ size: 3, limit: 3 });
  });
});

describe('the instabilities', () => {
  const probability = 0.5;

  test('drop: the number is used, nothing is sent, and the next reading has the next number', () => {
    const bench = new Bench({
      settings: { drop: { probability } },
      random: tableRandom({ 'drop 0': 0.49 }, 0.5),
      answer: accepted,
    });
    expect([bench.record(), bench.record()]).toEqual([0, 1]);
    expect(bench.events(0)).toEqual(['packet_dropped']);
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([1]);
  });

  test('jitter: the first attempt is held back, and others overtake it', () => {
    // 0.25 of at most 2,000 ms.
    const random = tableRandom({ 'jitter 0': 0, 'jitter-delay 0': 0.25 });
    const bench = new Bench({
      settings: { jitter: { probability, maxMs: 2_000 } },
      random,
      answer: accepted,
    });
    bench.record();
    bench.record();
    expect(bench.fields('jitter_applied')).toMatchObject({ sequence_id: 0, delay_ms: 500 });
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([1]);
    bench.clock.advance(500);
    expect(bench.transmission(1)).toMatchObject({ atMs: 500, request: { sequenceId: 0, attempt: 0 } });
  });

  test('duplicate: an acknowledged reading is transmitted once more, and 409 confirms the copy', () => {
    const bench = new Bench({
      settings: { duplicate: { probability } },
      random: tableRandom({ 'duplicate 0': 0 }),
    });
    bench.record();
    bench.accept(0);
    const { request } = bench.transmission(1);
    expect(request).toMatchObject({ copy: true, attempt: 1, body: bench.transmission(0).request.body });
    expect(bench.device.idle()).toBe(false);
    bench.answer(1, answered(409));
    bench.answer(1, answered(409));
    expect(bench.events(0)).toEqual([
      'telemetry_sent',
      'telemetry_acknowledged',
      'duplicate_triggered',
      'duplicate_acknowledged',
    ]);
    expect(bench.fields('duplicate_acknowledged')).toMatchObject({ copy: true });
    expect(bench.ends().get(0)).toEqual(['telemetry_acknowledged']);
    expect(bench.device.idle()).toBe(true);
  });

  test('duplicate: a copy that fails is not retried', () => {
    const bench = new Bench({ settings: { duplicate: { probability: 1 } }, random: tableRandom({}) });
    bench.record();
    bench.accept(0);
    bench.answer(1, answered(503, '1'));
    bench.clock.runOut();
    expect(bench.sent).toHaveLength(2);
    expect(bench.fields('duplicate_unconfirmed')).toMatchObject({ status: 503, reason: null });
  });

  test('duplicate: a reading that ended in 409 gets no copy', () => {
    const bench = new Bench({ settings: { duplicate: { probability: 1 } } });
    bench.record();
    bench.answer(0, answered(409));
    expect(bench.sent).toHaveLength(1);
  });

  test('duplicate: a copy takes no place in flight, and is cancelled at stop', () => {
    const bench = new Bench({ settings: { inFlightMax: 1, duplicate: { probability: 1 } } });
    bench.record();
    bench.accept(0);
    bench.record();
    expect(bench.sent.map(({ request }) => [request.sequenceId, request.copy])).toEqual([
      [0, false],
      [0, true],
      [1, false],
    ]);
    bench.device.stop();
    expect(bench.transmission(1).cancelled).toBe(true);
  });

  // Seven kinds: the seventh of [0, 1) that the draw falls into chooses.
  test.for([
    [0, 'negative_sequence_id'],
    [0.15, 'fractional_sequence_id'],
    [0.3, 'missing_timestamp'],
    [0.45, 'impossible_timestamp'],
    [0.6, 'text_value'],
    [0.75, 'null_value'],
    [0.9, 'unknown_field'],
  ] as const)('invalid: a draw of %d sends %s, the same over all attempts', ([draw, fault]) => {
    const bench = new Bench({
      settings: { invalid: { probability } },
      random: tableRandom({ 'invalid 0': 0, 'invalid-kind 0': draw }),
    });
    bench.record();
    expect(bench.fields('invalid_triggered')).toMatchObject({ sequence_id: 0, fault });
    bench.answer(0, answered(503));
    bench.clock.runOut();
    expect(bench.transmission(1).request.body).toBe(bench.transmission(0).request.body);
    bench.answer(1, answered(400));
    expect(bench.fields('permanent_error_received')).toMatchObject({ sequence_id: 0, status: 400 });
  });

  test('can be turned on and off while the device runs', () => {
    const bench = new Bench({ answer: accepted });
    bench.record();
    bench.device.reconfigure({ ...bench.settings, drop: { probability: 1 } });
    bench.record();
    bench.device.reconfigure(bench.settings);
    bench.record();
    expect([...bench.ends()]).toEqual([
      [0, ['telemetry_acknowledged']],
      [1, ['packet_dropped']],
      [2, ['telemetry_acknowledged']],
    ]);
  });
});

describe('an answer that is not the edge’s', () => {
  const page = answered(404, null, '<html>default backend - 404</html>');

  test('never ends a reading: it is held, said once, and delivered when the edge is back', () => {
    let isBack = false;
    const bench = new Bench({
      settings: { proof: 'edge' },
      basics: { holds: true },
      answer: (request) => (isBack ? accepted(request) : page),
    });
    bench.record();
    // Six attempts of the policy take at most 1.5 · (1 + 2 + 4 + 8 + 16) = 46.5 s; an hour is many more.
    bench.clock.advance(3_600_000);
    expect(bench.sent.length).toBeGreaterThan(6);
    expect(bench.device.pending()).toEqual([0]);
    expect(bench.events(0).filter((event) => event === 'telemetry_held')).toHaveLength(1);
    expect(bench.fields('transient_error_received')).toMatchObject({ status: 404, reason: 'not_the_edge' });
    isBack = true;
    bench.clock.advance(60_000);
    expect(bench.device.counters()).toMatchObject({ acknowledged: 1, exhausted: 0 });
  });

  test('uses up no retry of those that follow', () => {
    let attempts = 0;
    const bench = new Bench({
      settings: { proof: 'edge' },
      basics: { holds: true },
      answer: () => ((attempts += 1) <= 20 ? page : answered(503)),
    });
    bench.record();
    bench.clock.advance(7_200_000);
    // Twenty that count for nothing, then one and five retries.
    expect(bench.sent).toHaveLength(26);
    expect(bench.fields('retries_exhausted')).toMatchObject({ last: 503 });
  });
});

test('what the edge refuses is parked with its reason, never erased', () => {
  const disk = new MemoryDisk();
  const bench = new Bench({ disk, answer: () => answered(422) });
  bench.record(20);
  const letter = { sequenceId: 0, last: 422, end: 'rejected', attempts: 1 };
  expect(bench.device.deadLetters()).toMatchObject([letter]);
  disk.crash();
  expect(new Bench({ disk }).device.deadLetters()).toMatchObject([letter]);
});

describe('a disk without room', () => {
  test('keeps what is given up in the outbox until there is some, and says its end only then', () => {
    const disk = new FullDisk();
    const away = new Bench({ disk });
    away.record();
    disk.isFull = true;
    away.answer(0, answered(400));
    expect(away.events(0)).not.toContain('permanent_error_received');
    expect(away.device.pending()).toEqual([0]);
    // The power goes: it is not lost.
    disk.crash();
    expect(new Bench({ disk }).device.pending()).toEqual([0]);
  });

  test('is tried again by itself', () => {
    const disk = new FullDisk();
    const bench = new Bench({ disk });
    bench.record();
    disk.isFull = true;
    bench.answer(0, answered(400));
    bench.clock.advance(20_000);
    expect(bench.device.idle()).toBe(false);
    disk.isFull = false;
    bench.clock.advance(5_000);
    expect(bench.events(0).at(-1)).toBe('permanent_error_received');
    expect(bench.device.deadLetters()).toHaveLength(1);
    expect(bench.device.idle()).toBe(true);
    expect(bench.clock.timers).toBe(0);
  });
});
