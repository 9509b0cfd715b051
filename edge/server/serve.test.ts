import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { PlainClock } from '../../ports/index.ts';
import { realClock } from '../../program/index.ts';
import { createTestEdge, message } from '../testing/test-edge.ts';
import type { TestEdge } from '../testing/test-edge.ts';
import { serve } from './serve.ts';

const SLOW = { probability: 1, minMs: 50, maxMs: 50, stage: 'before-commit' } as const;

function open(edge: TestEdge, clock: PlainClock = edge.clock) {
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

test.for([
  ['a length', 'Content-Length: 100\r\n\r\n{"device_id"'],
  ['chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"dev\r\n'],
])(
  'a body that does not come to its end, with %s, is counted as aborted when it is cut off',
  async ([, rest]) => {
    const edge = createTestEdge();
    // By the timers of Node, before whose turn is over nothing is closed that they close; eight seconds are a moment.
    const clock = { ...realClock, setTimeout: (then: () => void) => realClock.setTimeout(then, 1) };
    const { events, running } = open(edge, clock);
    const { port, stop } = await running;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}`);
    while (edge.metrics().in_progress === 0) await new Promise(setImmediate);
    await stop('SIGTERM');
    expect(events.at(-1)).toMatchObject({ received_total: 1, aborted_total: 1, in_progress: 0 });
  },
);
