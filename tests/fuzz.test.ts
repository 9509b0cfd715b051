import { expect, test } from 'vitest';
import { serve } from '../edge/server/serve.ts';
import { createTestEdge } from '../edge/testing/test-edge.ts';
import { realClock } from '../program/index.ts';
import { OUTCOMES } from '../protocol/index.ts';
import { fuzzEdge } from './fuzz/fuzz-edge.ts';

/** The short form of `npm run test:fuzz`, in this process. */
const ATTACKS = 150;

test('whatever comes over a socket, the edge answers it, takes nothing that it does not store, and goes on', async () => {
  const edge = createTestEdge();
  const running = await serve({ edge, clock: realClock, log: () => {}, port: 0, host: '127.0.0.1' });
  try {
    const report = await fuzzEdge({
      port: running.port,
      seed: 1,
      runs: ATTACKS,
      storedAt: (deviceId, sequenceId) =>
        edge.stored.find((message) => message.device_id === deviceId && message.sequence_id === sequenceId),
    });
    // Half good and half bad, or it would try nothing.
    expect(report.attacks).toBe(ATTACKS);
    expect(report.accepted).toBeGreaterThan(ATTACKS / 10);
    expect(Object.keys(report.statuses)).toEqual(
      expect.arrayContaining(['200', '400', '404', '405', '413', '415', '431']),
    );
    expect(edge.lines.filter(({ event }) => event === 'unexpected_error')).toStrictEqual([]);
  } finally {
    await running.stop('test');
  }
  const metrics = edge.metrics();
  const ended = OUTCOMES.reduce((sum, outcome) => sum + metrics[outcome], 0);
  expect([metrics.received_total, metrics.in_progress]).toStrictEqual([ended, 0]);
});
