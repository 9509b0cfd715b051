import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../ports/index.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import type { Fetch } from '../../ports/index.ts';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';
import { runProgram } from './run-program.ts';

const never: Fetch = () => new Promise(() => undefined);

/** An edge that stores everything. */
const accepting: Fetch = (_url, { body }) => {
  const { device_id, sequence_id }: Readonly<Record<string, unknown>> = JSON.parse(body ?? '');
  const answer = { status: 'accepted', device_id, sequence_id };
  const text = () => Promise.resolve(JSON.stringify(answer));
  const json = () => Promise.resolve(answer);
  return Promise.resolve({ status: 200, ok: true, headers: { get: () => null }, text, json });
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function run(fetch: Fetch, count: number | null, stateDir: string | null = null) {
  const clock = new FakeClock();
  const lines: { event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  let ends = 0;
  const program = runProgram({
    options: {
      id: 'device-001',
      edgeUrl: 'http://edge.test/ingest',
      intervalMs: 1_000,
      count,
      stateDir,
      keyFile: null,
      tls: { ca: null, cert: null, key: null },
      seed: 's',
      drainMs: 8_000,
      graceMs: 3_000,
      logLevel: 'info',
      outage: 'pause',
      drainRate: 50,
      ...DEFAULT_DEVICE_SETTINGS,
    },
    seed: 's',
    clock,
    fetch,
    log: (_level, event, fields) => lines.push({ event, fields }),
    disk: new MemoryDisk(),
    onEnd: () => (ends += 1),
  });
  return { clock, lines, program, ends: () => ends };
}

describe('the device program', () => {
  test('ends as soon as the last reading of its count is acknowledged', async () => {
    const { clock, lines, ends } = run(accepting, 2);
    clock.advance(0);
    await settle();
    clock.advance(1_000);
    expect(ends()).toBe(0);
    await settle();
    expect(ends()).toBe(1);
    expect(lines[0]).toMatchObject({ event: 'device_started', fields: { seed: 's' } });
    expect(lines.at(-1)).toMatchObject({
      event: 'device_stopped',
      fields: { recorded: 2, acknowledged: 2, duplicate_acknowledged: 0, pending: 0 },
    });
  });

  test('waits for what is left no longer than the drain allows', () => {
    const { clock, lines, ends } = run(never, 1);
    clock.advance(7_999);
    expect(ends()).toBe(0);
    clock.advance(1);
    expect(ends()).toBe(1);
    expect(lines.at(-1)?.fields).toMatchObject({ recorded: 1, pending: 1 });
  });

  test('when stopped takes no more samples, waits for its grace, and ends once', () => {
    const { clock, lines, program, ends } = run(never, null);
    clock.advance(500);
    program.stop('SIGTERM');
    program.stop('SIGTERM');
    clock.advance(3_000);
    clock.advance(60_000);
    expect(ends()).toBe(1);
    expect(lines.at(-1)?.fields).toMatchObject({ recorded: 1, pending: 1 });
    expect(clock.timers).toBe(0);
  });

  test('ends at once when nothing is left to wait for', async () => {
    const { clock, program, ends } = run(accepting, null);
    clock.advance(0);
    await settle();
    program.stop('SIGTERM');
    expect(ends()).toBe(1);
  });

  test('that keeps its readings on a disk waits at a signal for what is under way only', async () => {
    // The first gets no answer, the others are refused and wait for their retries.
    let calls = 0;
    const fetch: Fetch = (...of) => {
      calls += 1;
      return calls === 1 ? never(...of) : Promise.reject(new TypeError('fetch failed'));
    };
    const { clock, program, lines, ends } = run(fetch, null, '/state');
    clock.advance(0);
    clock.advance(1_000);
    await settle();
    program.stop('SIGTERM');
    expect(ends()).toBe(0);
    // The request times out after 5 s, and the grace is over after 3.
    clock.advance(2_999);
    await settle();
    expect([ends(), calls]).toEqual([0, 2]);
    clock.advance(1);
    expect(ends()).toBe(1);
    expect(lines.at(-1)).toMatchObject({ event: 'device_stopped', fields: { pending: 2, attempts: 2 } });
  });

  test('that keeps its readings on a disk and has nothing under way ends at once', async () => {
    const { clock, program, lines, ends } = run(
      () => Promise.reject(new TypeError('fetch failed')),
      null,
      '/state',
    );
    clock.advance(0);
    await settle();
    program.stop('SIGTERM');
    expect(ends()).toBe(1);
    expect(lines.at(-1)).toMatchObject({ event: 'device_stopped', fields: { pending: 1 } });
  });
});
