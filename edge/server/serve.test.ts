import { request } from 'node:http';
import { expect, test } from 'vitest';
import { createTestEdge, message } from '../testing/test-edge.ts';
import type { TestEdge } from '../testing/test-edge.ts';
import { serve } from './serve.ts';

const SLOW = { probability: 1, minMs: 50, maxMs: 50, stage: 'before-commit' } as const;

function open(edge: TestEdge) {
  const { clock } = edge;
  const log = (_level: string, event: string, fields: object): void => void events.push({ event, ...fields });
  const events: object[] = [];
  return { events, running: serve({ edge, clock, log, port: 0, host: '127.0.0.1' }) };
}

/** Sends a reading; the status of its answer, or why there is none. */
function send(port: number): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    request({ port, host: '127.0.0.1', path: '/ingest', method: 'POST', headers }, (response) => {
      response.resume();
      resolve(String(response.statusCode));
    })
      .on('error', (error) => resolve(error.message))
      .end(JSON.stringify(message(1)));
  });
}

test('a request that is open when the server stops is finished first', async () => {
  const edge = createTestEdge({ slow: SLOW });
  const { events, running } = open(edge);
  const { port, stop } = await running;
  const answer = send(port);
  while (edge.metrics().in_progress === 0) await new Promise(setImmediate);
  const stopped = stop('SIGTERM');
  expect(await send(port)).toMatch(/ECONNREFUSED/);
  await edge.clock.advanceAsync(50);
  expect(await answer).toBe('200');
  await stopped;
  expect(events).toMatchObject([
    { event: 'edge_started', port },
    { event: 'edge_stopping', reason: 'SIGTERM' },
    { event: 'edge_stopped', accepted_total: 1, in_progress: 0, idempotency_entries: 1 },
  ]);
  expect(edge.clock.timers).toBe(0);
});

test('a request that does not end is cut off after eight seconds', async () => {
  const edge = createTestEdge({ slow: { ...SLOW, minMs: 60_000, maxMs: 60_000 } });
  const { events, running } = open(edge);
  const { port, stop } = await running;
  const answer = send(port);
  while (edge.metrics().in_progress === 0) await new Promise(setImmediate);
  const stopped = stop('SIGINT');
  expect(stop('SIGINT')).toBe(stopped);
  await edge.clock.advanceAsync(8_000);
  expect(await answer).toMatch(/hang up|ECONNRESET/);
  await stopped;
  expect(events.at(-1)).toMatchObject({ event: 'edge_stopped', in_progress: 1 });
  expect(edge.clock.timers).toBe(0);
});
