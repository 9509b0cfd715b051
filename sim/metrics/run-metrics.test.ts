import { describe, expect, test } from 'vitest';
import * as script from '../ledger/testing/script.ts';
import { at, born, deliveredReading, DEVICE } from '../ledger/testing/script.ts';
import { OWN } from '../ledger/testing/watched.ts';
import { Ledger, WatchTable } from '../ledger/index.ts';
import type { TraceEvent } from '../trace/event.ts';
import { FAULT_NAMES, FaultCoverageMeter, FAULTS } from '../faults/index.ts';
import type { Fault } from '../faults/index.ts';
import { METRIC_NAMES, NO_GROUPS, RunMeters } from './index.ts';
import type { BirthSpan, RunMetrics } from './index.ts';

function measure(
  trace: readonly TraceEvent[],
  edgeTellsStored = true,
  span: BirthSpan | null = null,
): RunMetrics {
  const ledger = new Ledger({ ...OWN, edgeTellsStored });
  const meters = new RunMeters({ groups: NO_GROUPS, ledger, storedAsItHappens: true, span });
  const table = new WatchTable(ledger, meters.all);
  for (const event of trace) table.observe(event);
  return meters.conclude(ledger.conclude());
}

describe('the metrics of a run', () => {
  test('have a value for every name', () => {
    expect(Object.keys(measure([]).values)).toEqual([...METRIC_NAMES]);
  });

  test('have no shares of nothing, and of an edge that tells nothing what its answers tell', () => {
    expect(measure([]).values).toMatchObject({
      delivered: null,
      deliveredWithin60s: null,
      latencyP50: null,
      attemptsPerReading: null,
    });
    expect(measure(deliveredReading(0, 0), false).values).toMatchObject({
      delivered: 1,
      deliveredWithin60s: 1,
      stored: 1,
      acceptedTwice: null,
      deduplicated: null,
    });
  });

  test('count each reading from birth to acknowledgement', () => {
    const { values } = measure([
      ...deliveredReading(0, 0),
      ...at(3, born(1), script.sent(1), script.lostRequest(1)),
      ...at(8, script.abandoned(1)),
      ...at(9, script.sent(1, 1)),
      ...at(63.5, script.delivered(1, 1), script.stored(1), script.answered(1, 200, 1)),
      ...at(64, script.heard(1, 200, 1), script.logged('telemetry_acknowledged', 1)),
    ]);
    // Latencies: 20 ms and 64 − 3 = 61 s. The second was stored 60.5 s after its birth: too late. Three attempts.
    expect(values).toMatchObject({
      delivered: 1,
      deliveredWithin60s: 0.5,
      latencyP50: 20,
      latencyMax: 61_000,
      attempts: 3,
      attemptsPerReading: 1.5,
      timeouts: 1,
      answers2xx: 2,
    });
  });

  test('of readings born in a span are of those alone, and of the fleet over time those of the whole run', () => {
    const trace = [
      ...deliveredReading(0, 0),
      // Born at the first instant of the span: two attempts, done after 6 s.
      ...at(3, born(1), script.sent(1), script.lostRequest(1)),
      ...at(8, script.abandoned(1)),
      ...at(9, script.sent(1, 1), script.delivered(1, 1), script.stored(1), script.answered(1, 200, 1)),
      ...at(9, script.heard(1, 200, 1), script.logged('telemetry_acknowledged', 1)),
      ...at(5, born(2), script.sent(2), script.lostRequest(2)).map((event) => ({ ...event, at: 9_500_000 })),
      ...at(9.6, script.logged('retries_exhausted', 2)),
      // At its end, which is left out.
      ...at(10, born(3), script.sent(3), script.delivered(3), script.stored(3)),
      ...at(20, script.phase('heal')),
      ...at(22, script.logged('telemetry_acknowledged', 3)),
    ];
    const { values, measured } = measure(trace, true, { fromMs: 3_000, untilMs: 10_000 });
    expect(values).toMatchObject({ generated: 4, delivered: 0.75, gaveUp: 0.25, attemptsPerReading: 1.25 });
    expect(measured?.readings).toBe(2);
    expect(measured?.metrics).toMatchObject({
      generated: 2,
      delivered: 0.5,
      deliveredWithin60s: 0.5,
      gaveUp: 0.5,
      attemptsPerReading: 1.5,
      latencyMax: 6_000,
      peakRequestsPerSecond: values.peakRequestsPerSecond,
      drainTime: 2_000,
    });
    // One was acknowledged, after 6,000,000 µs: halved 18 times that is 22, and each doubling has 16 buckets.
    expect(measured?.latencies.flatMap((count, bucket) => (count === 0 ? [] : [[bucket, count]]))).toEqual([
      [18 * 16 + 22, 1],
    ]);
    expect(measure(trace).measured).toBeNull();
  });

  test('do not call none lost where some cannot be followed', () => {
    const nameless = {
      kind: 'attempt_sent',
      device: DEVICE,
      reading: null,
      attempt: 0,
      timestamp: null,
    } as const;
    const one = [...at(0, script.bornUnnumbered(0), nameless), ...at(60, script.stopped(null))];
    expect(measure(one).values).toMatchObject({ lost: null, untied: 1 });
    // A second reading without a request is lost, whatever became of the first.
    const two = [...at(0, script.bornUnnumbered(1)), ...one];
    expect(measure(two).values).toMatchObject({ lost: 1, untied: 1 });
    expect(measure(deliveredReading(0, 0)).values).toMatchObject({ lost: 0, untied: 0 });
  });

  test('sort the answers by what they mean', () => {
    const answers = [200, 409, 400, 429, 503, 500, 302].flatMap((status, reading) =>
      at(
        reading,
        born(reading),
        script.sent(reading),
        script.delivered(reading),
        script.answered(reading, status),
        script.heard(reading, status),
      ),
    );
    const { client, edge } = measure([...answers, ...at(9, script.late(0, 200))]);
    expect(client).toMatchObject({
      attempts: 7,
      answers2xx: 1,
      answers3xx: 1,
      answers409: 1,
      answers4xx: 2,
      answers429: 1,
      answers503: 1,
      answers5xx: 1,
      lateAnswers: 1,
    });
    expect(edge).toMatchObject({
      received: 7,
      accepted: 1,
      duplicates: 1,
      // 400 and 302.
      rejected: 2,
      rateLimited: 1,
      transient503: 1,
      errors: 1,
      unanswered: 0,
    });
  });

  test('count the second copy that a device announced beside the attempts', () => {
    const trace = [
      ...deliveredReading(0, 0),
      ...at(0.02, script.logged('duplicate_triggered', 0), script.sent(0, 1)),
    ];
    expect(measure(trace).client).toMatchObject({ attempts: 1, copies: 1 });
    expect(measure(trace).delivery.attempts).toEqual({ readings: 1, mean: 1, counts: [1] });
  });

  test('have the peaks and the time of the drain', () => {
    const { values } = measure([
      ...at(0.2, born(0), script.sent(0), born(1), script.sent(1)),
      ...at(1.1, born(2), script.sent(2)),
      ...at(1.5, { kind: 'outbox_read', device: DEVICE, size: 3, limit: 10 }),
      ...at(2, script.phase('heal')),
      ...at(5.5, script.logged('telemetry_acknowledged', 0)),
      ...at(6, { kind: 'metrics_read', boot: 0, final: true, counters: { idempotency_entries_peak: 7 } }),
    ]);
    expect(values).toMatchObject({ peakRequestsPerSecond: 2, outboxPeak: 3, dedupePeak: 7, drainTime: 3500 });
  });

  test('tell how an outage went', () => {
    const { values, load } = measure([
      ...deliveredReading(0, 0),
      ...at(2, script.opened(0), born(1), script.sent(1), born(2), script.sent(2)),
      ...at(3, script.stored(1), script.logged('retries_exhausted', 1)),
      ...at(6, script.closed(0)),
      ...at(7.5, script.logged('telemetry_acknowledged', 2)),
    ]);
    // Two requests in 4 s of outage. Two readings open, one before: normal again at the end of the first of them, in
    // the outage. One of three given up, although it was stored.
    expect(values).toMatchObject({ outageLoad: 0.5, recoveryTime: 0, gaveUp: 1 / 3, falseFailures: 1 });
    expect(load).toEqual([1, 0, 2]);
  });

  test('have no value where there is nothing to measure', () => {
    expect(measure([]).values).toMatchObject({
      outageLoad: null,
      recoveryTime: null,
      gaveUp: null,
      fairness: null,
    });
  });
});

describe('the coverage of faults', () => {
  test('is looked for in every kind of event in which some fault shows', () => {
    const { on } = new FaultCoverageMeter(new Ledger(OWN));
    const named = FAULT_NAMES.flatMap((fault) => {
      const { injected, inEffect, seen }: Fault['signs'] = FAULTS[fault].signs;
      return [injected, inEffect, seen].flatMap((signs) => Object.keys(signs ?? {}));
    });
    expect(named.filter((kind) => !Object.hasOwn(on, kind))).toEqual([]);
  });

  test('follows a lost request from the injection to the timeout', () => {
    const lost = [
      ...at(0, born(0), script.sent(0), script.injected('network.loss', 0), script.lostRequest(0)),
    ];
    expect(measure(lost).faults['network.loss']).toEqual({ injected: 1, inEffect: 1, seen: 0 });
    expect(measure([...lost, ...at(5, script.abandoned(0))]).faults['network.loss']).toEqual({
      injected: 1,
      inEffect: 1,
      seen: 1,
    });
  });

  test('goes on for an attempt beside which another was answered', () => {
    const hedged = [
      ...at(0, born(0), script.sent(0), script.delivered(0), script.injected('edge.slow', 0)),
      // A second request while the first is in work; it is answered first.
      ...at(
        2,
        script.sent(0, 1),
        script.delivered(0, 1),
        script.answered(0, 409, 1),
        script.heard(0, 409, 1),
      ),
    ];
    const slow = { injected: 1, inEffect: 1, seen: 1 };
    const answered = at(6, script.answered(0, 200), script.heard(0, 200));
    expect(measure([...hedged, ...answered]).faults['edge.slow']).toEqual(slow);
    expect(measure([...hedged, ...at(5, script.abandoned(0))]).faults['edge.slow']).toEqual(slow);
  });

  test('goes on for a request that tells no reading until its client has an end of it', () => {
    const untied = (event: script.Said): script.Said => ({ ...event, reading: null }) as script.Said;
    const lostAnswer = [
      ...at(0, untied(script.sent(0)), untied(script.sent(0, 1)), untied(script.delivered(0))),
      ...at(1, untied(script.answered(0, 200)), untied(script.injected('network.answerLoss', 0))),
      ...at(
        1,
        untied({ ...script.late(0, 200), kind: 'answer_lost', by: 'network.answerLoss' } as script.Said),
      ),
      ...at(2, untied(script.answered(0, 200, 1)), untied(script.heard(0, 200, 1))),
      ...at(5, untied(script.abandoned(0))),
    ];
    expect(measure(lostAnswer).faults['network.answerLoss']).toEqual({ injected: 1, inEffect: 1, seen: 1 });
  });

  test('does not count a timeout that another fault caused', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.injected('network.jitter', 0)),
      ...at(0, script.lostRequest(0)),
      ...at(5, script.abandoned(0), script.sent(0, 1)),
      ...at(10, script.abandoned(0, 1)),
    ];
    const { faults } = measure(trace);
    expect(faults['network.loss']).toEqual({ injected: 0, inEffect: 1, seen: 1 });
  });

  test('ties a 503 to what the edge logged before it', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), born(1), script.sent(1)),
      ...at(
        1,
        script.delivered(0),
        script.edgeLogged('overload_simulated', 0, { reason: 'probability' }),
        script.answered(0, 503),
      ),
      ...at(
        1,
        script.delivered(1),
        script.edgeLogged('overload_simulated', 1, { reason: 'capacity' }),
        script.answered(1, 503),
      ),
      ...at(2, script.heard(1, 503)),
    ];
    const { faults } = measure(trace);
    expect(faults['edge.overload']).toEqual({ injected: 1, inEffect: 1, seen: 0 });
    expect(faults['edge.capacity']).toEqual({ injected: 1, inEffect: 1, seen: 1 });
  });

  test('sees a lost race for a row only where the client hears of it', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), born(1), script.sent(1)),
      ...at(1, script.delivered(0), script.delivered(1)),
      ...at(2, script.edgeLogged('contention_simulated', 1), script.answered(1, 503)),
      ...at(3, script.heard(1, 503)),
      ...at(4, script.edgeLogged('contention_simulated', 0), script.answered(0, 503)),
    ];
    const { faults } = measure(trace);
    expect(faults['edge.contention']).toEqual({ injected: 2, inEffect: 2, seen: 1 });
    expect(faults['edge.overload']).toEqual({ injected: 0, inEffect: 0, seen: 0 });
  });

  test('counts what a gateway sheds in front of a foreign edge', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.injected('edge.overload', 0)),
      ...at(1, { ...script.answered(0, 503), source: 'gateway' } as script.Said),
      ...at(2, script.heard(0, 503)),
    ];
    expect(measure(trace).faults['edge.overload']).toEqual({ injected: 1, inEffect: 1, seen: 1 });
  });

  test('takes a reordering for in effect only when a later request overtook', () => {
    const held = at(0, born(0), script.sent(0), script.injected('network.reorder', 0));
    const arrives = [...at(9, script.delivered(0), script.answered(0, 200)), ...at(10, script.heard(0, 200))];
    const later = [...at(3, born(1), script.sent(1)), ...at(4, script.delivered(1))];
    expect(measure([...held, ...arrives]).faults['network.reorder']).toEqual({
      injected: 1,
      inEffect: 0,
      seen: 0,
    });
    expect(measure([...held, ...later, ...arrives]).faults['network.reorder']).toEqual({
      injected: 1,
      inEffect: 1,
      seen: 1,
    });
  });

  test('takes a damaged request for in effect when it was refused for it', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.injected('network.corrupt', 0)),
      ...at(1, script.delivered(0), script.answered(0, 400)),
      ...at(2, script.heard(0, 400)),
    ];
    expect(measure(trace).faults['network.corrupt']).toEqual({ injected: 1, inEffect: 1, seen: 1 });
  });

  test('knows what the agent does to itself from its log', () => {
    const { faults } = measure([
      ...at(0, script.logged('packet_dropped', 0), born(0)),
      ...at(
        3,
        script.logged('invalid_triggered', 1),
        script.logged('jitter_applied', 1),
        born(1),
        script.sent(1),
      ),
      ...at(4, script.heard(1, 400), script.logged('permanent_error_received', 1)),
      ...deliveredReading(2, 6),
      ...at(6.02, script.logged('duplicate_triggered', 2), script.sent(2, 1)),
    ]);
    for (const fault of ['device.drop', 'device.invalid', 'device.jitter', 'device.duplicate'] as const) {
      expect([fault, faults[fault]]).toEqual([fault, { injected: 1, inEffect: 1, seen: null }]);
    }
  });

  test('takes a reboot for in effect when the device had something to remember', () => {
    const crash = at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 });
    expect(measure([...deliveredReading(0, 0), ...crash]).faults['device.reboot']).toEqual({
      injected: 1,
      inEffect: 0,
      seen: null,
    });
    expect(measure([...at(0, born(0)), ...crash]).faults['device.reboot']).toEqual({
      injected: 1,
      inEffect: 1,
      seen: null,
    });
  });

  test('counts the attempts that met a restarting edge', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), { kind: 'edge_crashed', boot: 0, openExchanges: 0 }),
      ...at(1, { kind: 'attempt_refused', device: DEVICE, reading: 0, attempt: 0, by: 'edge_down' }),
    ];
    expect(measure(trace).faults['edge.restart']).toEqual({ injected: 1, inEffect: 1, seen: 1 });
  });

  test('sees slowness when the client waits for it', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.delivered(0), script.edgeLogged('slow_simulated', 0, { delay_ms: 9000 })),
      ...at(5, script.abandoned(0)),
    ];
    expect(measure(trace).faults['edge.slow']).toEqual({ injected: 1, inEffect: 1, seen: 1 });
  });
});
