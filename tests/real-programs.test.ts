import { once } from 'node:events';
import { createServer } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { metricsSchema } from '../protocol/index.ts';
import type { Metrics } from '../protocol/index.ts';
import { start } from './running-program.ts';
import type { Line, RunningProgram } from './running-program.ts';

async function startEdge(flags: readonly string[]): Promise<{ edge: RunningProgram; port: unknown }> {
  const edge = start('edge', ['--port', '0', '--host', '127.0.0.1', '--store', 'memory', ...flags]);
  const { port } = await edge.line('edge_started');
  return { edge, port };
}

/** A port on which nothing listens: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The server had no port.');
  return address.port;
}

const nowhere = async (): Promise<string> => `http://127.0.0.1:${await closedPort()}/ingest`;

/** The delay between two lines, by their timestamps. */
const msBetween = (first: Line | undefined, second: Line | undefined): number =>
  Date.parse(String(second?.timestamp)) - Date.parse(String(first?.timestamp));

const ascending = (numbers: readonly unknown[]): readonly number[] =>
  numbers.map(Number).toSorted((a, b) => a - b);

const events = (lines: readonly Line[]): readonly unknown[] => lines.map((line) => line.event);

describe('the real device and the real edge', () => {
  let edge: RunningProgram;
  let device: RunningProgram;
  let metrics: Metrics;
  let deviceCode: number | null;

  beforeAll(async () => {
    const started = await startEdge(['--overload', '30%', '--overload-retry-after', 'none']);
    edge = started.edge;
    // The device's own chance is fixed by the seed. The edge's is not: that no request of some 60 is shed happens
    // once in 0.7^-60, two thousand million, runs; ten retries fail with 0.3^11, two in a million readings.
    device = start('device', [
      '--edge-url',
      `http://127.0.0.1:${String(started.port)}/ingest`,
      ...'--count 60 --interval 5ms --policy-base 20ms --policy-cap 100ms --policy-retries 10 --seed real'.split(
        ' ',
      ),
      ...'--drop 20% --duplicate 30% --invalid 15% --jitter-max 30ms'.split(' '),
    ]);
    deviceCode = await device.ended;
    const response = await fetch(`http://127.0.0.1:${String(started.port)}/metrics`, {
      headers: { accept: 'application/json' },
    });
    metrics = metricsSchema.parse(await response.json());
    edge.signal('SIGTERM');
    await edge.ended;
  }, 60_000);

  test('both end in order, with a summary', async () => {
    expect([deviceCode, await edge.ended]).toEqual([0, 0]);
    expect(device.lines.at(-1)).toMatchObject({ event: 'device_stopped', recorded: 60, pending: 0 });
    expect(device.stderr).toBe('');
  });

  test('a drop leaves a gap in the sequence at the edge', () => {
    const dropped = device.numbers('packet_dropped');
    expect(dropped.length).toBeGreaterThan(0);
    const atEdge = new Set(edge.lines.map((line) => line.sequence_id));
    for (const sequenceId of dropped) {
      expect(atEdge.has(sequenceId)).toBe(false);
      expect(events(device.story(sequenceId))).toEqual(['packet_dropped']);
    }
    // Every other valid reading got there: the gaps in what was accepted are the drops and the invalid ones.
    const accepted = new Set(edge.numbers('telemetry_accepted'));
    const missing = Array.from({ length: 60 }, (_, index) => index).filter((number) => !accepted.has(number));
    expect(missing).toEqual(ascending([...dropped, ...device.numbers('invalid_triggered')]));
  });

  test('a second copy gets 409, and the reading is stored once', () => {
    const confirmed = device.all('duplicate_acknowledged').filter((line) => line.copy === true);
    expect(confirmed.length).toBeGreaterThan(0);
    const triggered = device.numbers('duplicate_triggered');
    for (const { sequence_id: sequenceId } of confirmed) {
      expect(triggered).toContain(sequenceId);
      expect(edge.numbers('duplicate_detected')).toContain(sequenceId);
      expect(edge.numbers('telemetry_accepted').filter((number) => number === sequenceId)).toHaveLength(1);
    }
    expect(metrics.duplicates_total).toBe(device.all('duplicate_acknowledged').length);
  });

  test('a 503 is retried after backoff until 200', () => {
    const shed = device.all('transient_error_received').filter((line) => line.status === 503);
    expect(shed.length).toBeGreaterThan(0);
    const delivered = shed.filter((line) =>
      device.numbers('telemetry_acknowledged').includes(line.sequence_id),
    );
    expect(delivered.length).toBeGreaterThan(0);
    for (const { sequence_id: sequenceId } of delivered) {
      const story = device.story(sequenceId);
      const first = events(story).indexOf('transient_error_received');
      expect(events(story).slice(first, first + 3)).toEqual([
        'transient_error_received',
        'retrying_after_backoff',
        'telemetry_sent',
      ]);
      const [, backoff, resent] = story.slice(first);
      // Timestamps are whole milliseconds, cut off: a delay may look up to 1 ms shorter than it was.
      expect(msBetween(backoff, resent)).toBeGreaterThan(Number(backoff?.delay_ms) - 1);
      expect(new Set(story.map((line) => line.correlation_id)).size).toBe(1);
    }
  });

  test('a 400 is not retried', () => {
    const rejected = device.all('permanent_error_received');
    expect(rejected.length).toBeGreaterThan(0);
    for (const { sequence_id: sequenceId, status } of rejected) {
      expect(status).toBe(400);
      expect(events(device.story(sequenceId)).at(-1)).toBe('permanent_error_received');
    }
    expect(ascending(rejected.map((line) => line.sequence_id))).toEqual(
      ascending(device.numbers('invalid_triggered')),
    );
  });

  test('the counters of the edge are those of the device', () => {
    const summary = device.lines.at(-1);
    const copiesShed = device.all('duplicate_unconfirmed').length;
    expect(metrics).toMatchObject({
      received_total: Number(summary?.attempts) + Number(summary?.copies),
      accepted_total: summary?.acknowledged,
      rejected_total: summary?.rejected,
      transient_503_total: device.all('transient_error_received').length + copiesShed,
      in_progress: 0,
    });
  });
});

describe('the device program', () => {
  test('that is stopped while the edge is away keeps its readings, and delivers them after a restart', async () => {
    const stateDir = scratchFolder('device');
    const { edge, port } = await startEdge(['--overload', '0']);
    const flags = ['--state-dir', stateDir, '--drop', '0', '--jitter', '0', '--duplicate', '0'];
    const away = start('device', [
      ...flags,
      '--edge-url',
      await nowhere(),
      '--count',
      '3',
      '--interval',
      '5ms',
      '--policy-base',
      '30s',
    ]);
    await away.line('transient_error_received');
    await away.line('device_stopping');
    away.signal('SIGKILL');
    await away.ended;
    expect(away.all('transient_error_received')[0]).toMatchObject({
      status: null,
      reason: 'refused',
    });

    const back = start('device', [
      ...flags,
      '--edge-url',
      `http://127.0.0.1:${String(port)}/ingest`,
      '--count',
      '1',
    ]);
    expect(await back.ended).toBe(0);
    expect(await back.line('device_booted')).toMatchObject({ recovered: 3, next_sequence_id: 3 });
    expect(ascending(back.numbers('telemetry_acknowledged'))).toEqual([0, 1, 2, 3]);
    for (const number of [0, 1, 2]) {
      expect(back.story(number)[0]?.correlation_id).toBe(away.story(number)[0]?.correlation_id);
    }
    edge.signal('SIGTERM');
    await edge.ended;
  });

  test.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends in order at %s, after a bounded wait',
    async (signal) => {
      const device = start('device', [
        '--edge-url',
        await nowhere(),
        '--drop',
        '0',
        '--jitter',
        '0',
        '--grace',
        '20ms',
      ]);
      await device.line('telemetry_sent');
      device.signal(signal);
      expect(await device.ended).toBe(0);
      expect(device.all('device_stopping')[0]).toMatchObject({ reason: signal });
      expect(device.lines.at(-1)).toMatchObject({ event: 'device_stopped', recorded: 1, pending: 1 });
    },
  );

  test('takes a signal that npm hands on a second time for the same one', async () => {
    const device = start('device', ['--edge-url', await nowhere(), '--drop', '0', '--grace', '50ms']);
    await device.line('telemetry_sent');
    device.signal('SIGTERM');
    await device.line('device_stopping');
    device.signal('SIGTERM');
    expect(await device.ended).toBe(0);
    expect(device.lines.at(-1)).toMatchObject({ event: 'device_stopped' });
  });

  test('refuses wrong flags with exit code 2, and names them on stderr alone', async () => {
    const device = start('device', ['--intervall', '3s', '--drop', '150%']);
    expect(await device.ended).toBe(2);
    expect(device.lines).toEqual([]);
    expect(device.stderr).toContain('There is no --intervall; did you mean --interval?');
    expect(device.stderr).toContain('--drop is "150%"');
    expect(device.stderr).not.toContain(' at ');
  });

  test('warns when it keeps its numbers in memory only, and logs timestamp, level and event', async () => {
    const device = start('device', ['--edge-url', await nowhere(), '--grace', '0s']);
    const warning = await device.line('state_in_memory');
    await device.line('device_started');
    device.signal('SIGTERM');
    await device.ended;
    expect(warning).toMatchObject({ level: 'warn', device_id: 'device-001' });
    for (const line of device.lines) {
      expect(new Date(String(line.timestamp)).toISOString()).toBe(line.timestamp);
      expect(Object.keys(line)).toEqual(expect.arrayContaining(['level', 'event', 'device_id']));
      expect(line).not.toHaveProperty('pid');
      expect(line).not.toHaveProperty('hostname');
    }
  });
});
