import { describe, expect, test } from 'vitest';
import type { SendOutcome, SendRequest } from '../ports/index.ts';
import { Bench, answered, tableRandom, timedOut } from './testing/test-bench.ts';

const BATCH = { batch: { size: 3, lingerMs: 1_000 } };

function idsOf({ sequenceId, others = [] }: SendRequest): readonly number[] {
  return [sequenceId, ...others];
}

/** An answer that names each reading, with one status for each. */
function results(request: SendRequest, ...statuses: readonly number[]): SendOutcome {
  const told = idsOf(request).map((id, index) => ({
    device_id: request.deviceId,
    sequence_id: id,
    status: statuses[index] ?? 200,
  }));
  return answered(207, null, JSON.stringify({ results: told }));
}

function recorded(count: number, options: ConstructorParameters<typeof Bench>[0] = {}): Bench {
  const bench = new Bench({ ...options, settings: { ...BATCH, ...options.settings } });
  for (let reading = 0; reading < count; reading += 1) bench.record();
  return bench;
}

describe('a device that sends batches', () => {
  test('sends a full one at once, as a list in the order of its numbers', () => {
    const bench = recorded(4);
    expect(bench.sent).toHaveLength(1);
    const { request } = bench.transmission(0);
    expect(idsOf(request)).toStrictEqual([0, 1, 2]);
    const messages: unknown = JSON.parse(request.body);
    expect(messages).toMatchObject(
      [0, 1, 2].map((sequence_id) => ({ device_id: 'device-001', sequence_id })),
    );
    expect(request.message).toStrictEqual(messages);
  });

  test('sends what there is once the first has waited long enough', () => {
    const bench = recorded(1);
    bench.clock.advance(600);
    bench.record();
    bench.clock.advance(399);
    expect(bench.sent).toHaveLength(0);
    bench.clock.advance(1);
    expect(bench.sent.map(({ request }) => idsOf(request))).toStrictEqual([[0, 1]]);
  });

  test('sends one that waited alone as any single reading', () => {
    const bench = recorded(1);
    bench.clock.advance(1_000);
    const { request } = bench.transmission(0);
    expect(request.others).toBeUndefined();
    expect(JSON.parse(request.body)).toMatchObject({ sequence_id: 0 });
  });

  test('takes one place for each batch', () => {
    const bench = recorded(9, { settings: { inFlightMax: 2 } });
    expect(bench.sent).toHaveLength(2);
    bench.answer(0, results(bench.transmission(0).request));
    expect(bench.sent).toHaveLength(3);
  });

  test('ends each reading by its own result, and sends again only what was refused for now', () => {
    const bench = recorded(3);
    bench.answer(0, results(bench.transmission(0).request, 200, 503, 422));
    expect(bench.events(0)).toContain('telemetry_acknowledged');
    expect(bench.events(2)).toContain('permanent_error_received');
    expect([...bench.device.pending()]).toStrictEqual([1]);
    // The first retry waits a second or so, and then a second for others.
    bench.clock.advance(3_000);
    expect(bench.sent.map(({ request }) => idsOf(request))).toStrictEqual([[0, 1, 2], [1]]);
    bench.answer(1, answered(409));
    expect(bench.device.idle()).toBe(true);
  });

  test.for([200, 400, 409])('believes no answer to another batch, whether it says %d', (status) => {
    const bench = recorded(3);
    const told = [0, 7, 2].map((id) => ({ device_id: 'device-001', sequence_id: id, status }));
    bench.answer(0, answered(status, null, JSON.stringify({ results: told })));
    expect([...bench.device.pending()]).toStrictEqual([0, 1, 2]);
    bench.clock.advance(5_000);
    // Together again: none of them is under suspicion.
    expect(bench.sent.slice(1).map(({ request }) => idsOf(request))).toStrictEqual([[0, 1, 2]]);
  });

  test('ends a reading whose message is so bad that the edge has no name for it', () => {
    const bench = recorded(3);
    const named = (id: number) => ({ device_id: 'device-001', sequence_id: id, status: 200 });
    bench.answer(0, answered(207, null, JSON.stringify({ results: [named(0), { status: 400 }, named(2)] })));
    expect(bench.events(1)).toContain('permanent_error_received');
    expect(bench.device.idle()).toBe(true);
  });

  test.for([
    ['no answer', timedOut],
    ['a 200 without results', answered(200, null, '{"ok":true}')],
    ['results of another number', answered(207, null, '{"results":[{"status":200}]}')],
    ['a 503', answered(503)],
  ] as const)('sends all of them again after %s', ([, outcome]) => {
    const bench = recorded(3);
    bench.answer(0, outcome);
    expect([...bench.device.pending()]).toStrictEqual([0, 1, 2]);
    bench.clock.advance(5_000);
    expect(bench.sent.slice(1).flatMap(({ request }) => idsOf(request))).toStrictEqual([0, 1, 2]);
  });

  test.for([400, 413, 415])(
    'sends each alone after a %d of the whole: one of them may be what is wrong',
    (status) => {
      const bench = recorded(3, { random: tableRandom({}) });
      bench.answer(0, answered(status));
      expect([...bench.device.pending()]).toStrictEqual([0, 1, 2]);
      bench.clock.advance(5_000);
      expect(bench.sent.slice(1).map(({ request }) => idsOf(request))).toStrictEqual([[0], [1], [2]]);
      bench.answer(2, answered(400));
      expect(bench.events(1)).toContain('permanent_error_received');
      expect([...bench.device.pending()]).toStrictEqual([0, 2]);
    },
  );

  test('that wants proof believes results only under the id of its request', () => {
    const bench = recorded(3, { settings: { proof: 'edge' }, random: tableRandom({ 'correlation 0 0': 0 }) });
    const { request } = bench.transmission(0);
    const told = [200, 422, 409].map((status, id) => ({ device_id: 'device-001', sequence_id: id, status }));
    const say = (correlation_id: string): SendOutcome =>
      answered(207, null, JSON.stringify({ correlation_id, results: told }));
    bench.answer(0, say('of another request'));
    expect([...bench.device.pending()]).toStrictEqual([0, 1, 2]);
    bench.clock.advance(5_000);
    bench.answer(1, say(request.correlationId));
    expect(bench.device.idle()).toBe(true);
    expect(bench.events(1)).toContain('permanent_error_received');
    expect(bench.events(2)).toContain('duplicate_acknowledged');
  });

  test('says for each reading what it says of a single one', () => {
    const bench = recorded(3);
    bench.answer(0, results(bench.transmission(0).request));
    for (const reading of [0, 1, 2])
      expect(bench.events(reading).filter((event) => event !== 'batch_sent')).toStrictEqual([
        'telemetry_sent',
        'telemetry_acknowledged',
      ]);
    expect(bench.device.counters()).toMatchObject({ attempts: 3, acknowledged: 3 });
  });

  describe('with a reading that it repeats', () => {
    const repeats = () =>
      recorded(3, {
        settings: { duplicate: { probability: 0.5 } },
        random: tableRandom({ 'duplicate 0': 0.9, 'duplicate 1': 0.4, 'duplicate 2': 0.9 }),
      });

    test('has it twice in the list of its first attempt, and not again after that', () => {
      const bench = repeats();
      expect(idsOf(bench.transmission(0).request)).toStrictEqual([0, 1, 2, 1]);
      const messages: unknown = JSON.parse(bench.transmission(0).request.body);
      expect(messages).toMatchObject([0, 1, 2, 1].map((sequence_id) => ({ sequence_id })));
      bench.answer(0, results(bench.transmission(0).request, 200, 200, 200, 409));
      expect(bench.events(1).filter((event) => event !== 'batch_sent')).toStrictEqual([
        'telemetry_sent',
        'duplicate_triggered',
        'telemetry_acknowledged',
        'duplicate_acknowledged',
      ]);
      expect(bench.device.counters()).toMatchObject({ acknowledged: 3, duplicateAcknowledged: 0, copies: 1 });
      expect(bench.device.idle()).toBe(true);
      expect(bench.sent).toHaveLength(1);
    });

    test('goes by what is said of the reading, and not of its copy', () => {
      const bench = repeats();
      bench.answer(0, results(bench.transmission(0).request, 200, 503, 200, 200));
      expect([...bench.device.pending()]).toStrictEqual([1]);
      bench.clock.advance(3_000);
      expect(bench.sent.slice(1).map(({ request }) => idsOf(request))).toStrictEqual([[1]]);
      bench.answer(1, answered(409));
      expect(bench.device.idle()).toBe(true);
      expect(bench.sent).toHaveLength(2);
    });
  });

  test('keeps what is in flight over a reboot, and cancels it when it stops', () => {
    const bench = recorded(3);
    bench.device.stop();
    expect(bench.transmission(0).cancelled).toBe(true);
    const rebooted = new Bench({ disk: bench.disk, settings: BATCH });
    expect([...rebooted.device.pending()]).toStrictEqual([0, 1, 2]);
    rebooted.clock.advance(0);
    expect(idsOf(rebooted.transmission(0).request)).toStrictEqual([0, 1, 2]);
  });

  test('that is told to send no more batches sends what waits one by one', () => {
    const bench = recorded(2);
    bench.device.reconfigure({ ...bench.settings, batch: null });
    expect(bench.sent.map(({ request }) => idsOf(request))).toStrictEqual([[0], [1]]);
  });
});
