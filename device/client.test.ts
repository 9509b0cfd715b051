import { describe, expect, test } from 'vitest';
import { createKeyedRandom } from './keyed-random.ts';
import { messageSchema } from '../protocol/index.ts';
import { FullDisk } from './testing/full-disk.ts';
import { Bench, accepted, answered, tableRandom, timedOut } from './testing/test-bench.ts';

describe('a reading', () => {
  test('is sent at once as a valid message and ends when the edge names it', () => {
    const bench = new Bench();
    expect(bench.record()).toBe(0);
    const { request } = bench.transmission(0);
    expect(messageSchema.parse(JSON.parse(request.body))).toEqual({
      device_id: 'device-001',
      sequence_id: 0,
      timestamp: '2026-01-01T00:00:00.000Z',
      values: { temperature_c: 21.5 },
    });
    expect(request).toMatchObject({
      url: 'http://edge.test/ingest',
      attempt: 0,
      copy: false,
      timeoutMs: 5_000,
    });
    expect([...bench.device.pending()]).toEqual([0]);
    bench.accept(0);
    expect([...bench.device.pending()]).toEqual([]);
    expect(bench.events(0)).toEqual(['telemetry_sent', 'telemetry_acknowledged']);
    expect(bench.fields('telemetry_acknowledged')).toMatchObject({ device_id: 'device-001', attempts: 1 });
  });

  test('has the next number each time', () => {
    const bench = new Bench({ answer: accepted });
    expect([bench.record(), bench.record(), bench.record()]).toEqual([0, 1, 2]);
  });

  test('keeps body and correlation id over all attempts, and every line carries the id', () => {
    const bench = new Bench({ random: createKeyedRandom('1') });
    bench.record();
    bench.answer(0, answered(503));
    bench.clock.runOut();
    bench.accept(1);
    const [first, second] = bench.sent.map(({ request }) => request);
    expect(second?.body).toBe(first?.body);
    expect(first?.correlationId).toMatch(/^[0-9a-f]{16}$/);
    for (const { fields } of bench.lines.filter((line) => line.fields.sequence_id === 0)) {
      expect(fields.correlation_id).toBe(first?.correlationId);
    }
  });

  test('that was committed before ends as a duplicate', () => {
    const bench = new Bench();
    bench.record();
    bench.answer(0, answered(409));
    expect(bench.fields('duplicate_acknowledged')).toMatchObject({ copy: false });
    expect(bench.device.counters()).toMatchObject({ acknowledged: 0, duplicateAcknowledged: 1 });
  });

  test('that the edge rejects is not sent again', () => {
    const bench = new Bench();
    bench.record();
    bench.answer(0, answered(400));
    bench.clock.runOut();
    expect(bench.sent).toHaveLength(1);
    expect(bench.events(0)).toEqual(['telemetry_sent', 'permanent_error_received']);
    expect(bench.fields('permanent_error_received')).toMatchObject({ status: 400 });
  });

  test('cannot be given to a device that has stopped', () => {
    const bench = new Bench();
    bench.device.stop();
    expect(bench.device.ready()).toBe(false);
    expect(() => bench.record()).toThrow('Device device-001 is stopped');
  });

  test('is not taken when the disk refuses it, and its number stays free', () => {
    const disk = new FullDisk();
    disk.isFull = true;
    const bench = new Bench({ disk });
    expect(() => bench.record()).toThrow('no space left');
    expect(() => bench.record()).toThrow('no space left');
    expect(bench.sent).toHaveLength(0);
    disk.isFull = false;
    expect(bench.record()).toBe(0);
    // Said as it begins and as it ends, not for each sample.
    expect(bench.events().filter((event) => event.startsWith('disk_'))).toEqual([
      'disk_failed',
      'disk_recovered',
    ]);
    expect(bench.device.counters()).toMatchObject({ diskFailures: 2, recorded: 1 });
  });
});

describe('a transient failure', () => {
  test('is retried after the backoff, which is logged with its parts', () => {
    // exponential-jitter, u = 0.5: no deviation, so 1 s before retry 0.
    const bench = new Bench();
    bench.record();
    bench.answer(0, answered(503));
    expect(bench.fields('transient_error_received')).toMatchObject({ status: 503, reason: 'status' });
    expect(bench.fields('retrying_after_backoff')).toMatchObject({
      retry: 0,
      delay_ms: 1_000,
      backoff_ms: 1_000,
      retry_after_ms: null,
      policy: 'exponential-jitter',
    });
    bench.clock.advance(999);
    expect(bench.sent).toHaveLength(1);
    bench.clock.advance(1);
    expect(bench.sent).toHaveLength(2);
    expect(bench.transmission(1).request.attempt).toBe(1);
    bench.accept(1);
    expect(bench.fields('telemetry_acknowledged')).toMatchObject({ attempts: 2 });
  });

  test('without an answer is one too, with its reason', () => {
    const bench = new Bench();
    bench.record();
    bench.answer(0, timedOut);
    expect(bench.fields('transient_error_received')).toMatchObject({ status: null, reason: 'timeout' });
  });

  test('draws its jitter by reading and retry', () => {
    // u = 0 gives half of E: 500 ms for reading 1 at retry 0; u = 0.75 at retry 1 gives 2,000·1.25 = 2,500 ms.
    const random = tableRandom({ 'backoff 1 0': 0, 'backoff 1 1': 0.75 });
    const bench = new Bench({
      random,
      answer: ({ sequenceId }) => (sequenceId === 1 ? answered(503) : null),
    });
    bench.record();
    bench.record();
    bench.clock.advance(500);
    expect(bench.fields('retrying_after_backoff', 0)).toMatchObject({ retry: 0, delay_ms: 500 });
    expect(bench.fields('retrying_after_backoff', 1)).toMatchObject({ retry: 1, delay_ms: 2_500 });
  });

  test('waits for Retry-After in seconds, and for a date by the clock of the device', () => {
    const bench = new Bench();
    bench.record();
    bench.answer(0, answered(503, '7'));
    expect(bench.fields('retrying_after_backoff')).toMatchObject({ delay_ms: 7_000, retry_after_ms: 7_000 });
    bench.clock.advance(7_000);
    bench.answer(1, answered(429, 'Thu, 01 Jan 2026 00:00:20 GMT'));
    // Now is 00:00:07.
    expect(bench.fields('retrying_after_backoff', 1)).toMatchObject({ delay_ms: 13_000 });
  });

  test('waits no longer than the maximum for Retry-After, and ignores a malformed one', () => {
    const bench = new Bench({ settings: { retryAfterMaxMs: 4_000 } });
    bench.record();
    bench.answer(0, answered(503, '3600'));
    expect(bench.fields('retrying_after_backoff')).toMatchObject({ delay_ms: 4_000, backoff_ms: 1_000 });
    bench.clock.advance(4_000);
    bench.answer(1, answered(503, 'later'));
    expect(bench.fields('retrying_after_backoff', 1)).toMatchObject({
      delay_ms: 2_000,
      retry_after_ms: null,
    });
  });

  test('after the last retry parks the reading as a dead letter', () => {
    const bench = new Bench({ answer: () => answered(503) });
    bench.record();
    bench.clock.runOut();
    // 5 retries: 6 attempts at 0, 1, 3, 7, 15, 31 s.
    expect(bench.sent.map(({ atMs }) => atMs)).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000]);
    expect(bench.fields('retries_exhausted')).toMatchObject({ sequence_id: 0, attempts: 6, last: 503 });
    expect(bench.device.deadLetters()).toMatchObject([
      { sequenceId: 0, attempts: 6, last: 503, body: bench.transmission(0).request.body },
    ]);
    expect([...bench.device.pending()]).toEqual([]);
  });

  test('with no retries allowed is the end', () => {
    const policy = { name: 'none', baseMs: 0, factor: 1, capMs: 0, jitterRatio: 0, retries: 5 };
    const bench = new Bench({ settings: { policy }, answer: () => timedOut });
    bench.record();
    expect(bench.fields('retries_exhausted')).toMatchObject({ attempts: 1, last: 'timeout' });
  });

  test('is what a captive portal causes until it is gone', () => {
    const bench = new Bench();
    bench.record();
    bench.answer(0, answered(200, null, '<html>log in</html>'));
    expect(bench.fields('transient_error_received')).toMatchObject({ status: 200, reason: 'no_echo' });
    bench.clock.advance(1_000);
    bench.accept(1);
    expect(bench.ends().get(0)).toEqual(['telemetry_acknowledged']);
  });

  test('is not a bare 2xx when the status alone counts', () => {
    const bench = new Bench({ settings: { acknowledge: 'status' } });
    bench.record();
    bench.answer(0, answered(204));
    expect(bench.ends().get(0)).toEqual(['telemetry_acknowledged']);
  });
});

describe('an answer', () => {
  test('that comes after its attempt was given up changes nothing', () => {
    const bench = new Bench();
    bench.record();
    bench.answer(0, timedOut);
    bench.accept(0);
    expect([...bench.device.pending()]).toEqual([0]);
    bench.clock.advance(1_000);
    bench.accept(0);
    expect([...bench.device.pending()]).toEqual([0]);
    bench.accept(1);
    bench.accept(1);
    expect(bench.ends().get(0)).toEqual(['telemetry_acknowledged']);
    expect(bench.device.counters().acknowledged).toBe(1);
  });

  test('that comes before send returns is as good as a later one', () => {
    let failures = 3;
    const bench = new Bench({
      answer: (request) => ((failures -= 1) >= 0 ? answered(503) : accepted(request)),
    });
    for (let index = 0; index < 5; index += 1) bench.record();
    bench.clock.runOut();
    expect(bench.device.counters()).toMatchObject({ acknowledged: 5, attempts: 8 });
    expect(bench.device.idle()).toBe(true);
  });
});

describe('the places in flight', () => {
  test('are taken in the order of the numbers, up to the maximum', () => {
    const bench = new Bench({ settings: { inFlightMax: 2 } });
    for (let index = 0; index < 4; index += 1) bench.record();
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([0, 1]);
    bench.accept(1);
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([0, 1, 2]);
    bench.accept(0);
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([0, 1, 2, 3]);
  });

  test('are never held by a poisoned reading in backoff', () => {
    const bench = new Bench({
      settings: { inFlightMax: 1 },
      answer: (request) => (request.sequenceId === 0 ? answered(500) : accepted(request)),
    });
    for (let index = 0; index < 10; index += 1) bench.record();
    // No time has passed: reading 0 waits for its first retry, all others are done.
    expect([...bench.device.pending()]).toEqual([0]);
    bench.clock.runOut();
    expect(bench.ends().get(0)).toEqual(['retries_exhausted']);
  });

  test('fill up at once when there are more of them', () => {
    const bench = new Bench({ settings: { inFlightMax: 1 } });
    for (let index = 0; index < 3; index += 1) bench.record();
    expect(bench.sent).toHaveLength(1);
    bench.device.reconfigure({ ...bench.settings, inFlightMax: 3 });
    expect(bench.sent).toHaveLength(3);
  });

  test('survive 20,000 readings that are answered at once after a long outage', () => {
    let up = false;
    const bench = new Bench({
      settings: { inFlightMax: 1, outbox: { limit: 20_000, overflow: 'block' } },
      answer: (request) => (up ? accepted(request) : null),
    });
    for (let index = 0; index < 20_000; index += 1) bench.record();
    up = true;
    bench.accept(0);
    expect(bench.device.counters().acknowledged).toBe(20_000);
  });
});

describe('an idle device', () => {
  test('holds no timer, and says once that it has become idle', () => {
    let idle = 0;
    const bench = new Bench({ basics: { onIdle: () => (idle += 1) } });
    bench.record();
    bench.record();
    bench.accept(0);
    expect(idle).toBe(0);
    bench.accept(1);
    expect(idle).toBe(1);
    expect(bench.clock.timers).toBe(0);
  });
});

describe('a device that is stopped', () => {
  test('cancels what is open, sets no timer, and takes no answer', () => {
    const bench = new Bench({ settings: { inFlightMax: 2 } });
    for (let index = 0; index < 4; index += 1) bench.record();
    bench.answer(0, answered(503));
    bench.device.stop();
    bench.device.stop();
    expect(bench.clock.timers).toBe(0);
    // 0 waits for its retry; 1 and 2 are open.
    expect(bench.sent.map(({ cancelled }) => cancelled)).toEqual([false, true, true]);
    bench.accept(1);
    expect([...bench.device.pending()]).toEqual([0, 1, 2, 3]);
    expect(bench.ends().size).toBe(0);
  });
});

describe('a device', () => {
  test('is refused with a malformed id, URL or policy, and told why', () => {
    expect(() => new Bench({ basics: { id: 'a/b' } })).toThrow('The device id "a/b" must be 1 to 64');
    expect(() => new Bench({ basics: { edgeUrl: 'localhost' } })).toThrow('must be http or https');
    expect(() => new Bench({ basics: { edgeUrl: 'ftp://edge/' } })).toThrow('must be http or https');
    const policy = { name: 'eager', baseMs: 0, factor: 1, capMs: 0, jitterRatio: 0, retries: 5 };
    expect(() => new Bench({ settings: { policy } })).toThrow('There is no retry policy "eager"');
  });
});
