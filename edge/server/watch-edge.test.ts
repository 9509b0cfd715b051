import supertest from 'supertest';
import { expect, test } from 'vitest';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import { MemoryReadingStore } from '../store/memory-reading-store.ts';
import { createTestEdge, message, post } from '../testing/test-edge.ts';
import { watchEdge } from './watch-edge.ts';

function openEdge(shed = { delayMs: 250, open: 100 }) {
  const clock = new FakeClock();
  const events: string[] = [];
  const log = Object.assign((_level: string, event: string): void => void events.push(event), {
    lost: () => 3,
    close: () => Promise.resolve(),
  });
  const up = { is: true };
  const store = Object.assign(new MemoryReadingStore({ clock, ttlMs: 1000, limit: 10 }), {
    isUp: () => up.is,
  });
  const watch = watchEdge({ options: { shed, silentAfterMs: 60_000 }, clock, log, store });
  const edge = createTestEdge({}, { ...watch.parts, clock });
  const scrape = async (type = 'text/plain'): Promise<string> =>
    (await supertest(edge.handler).get('/metrics').set('accept', type)).text;
  return { clock, events, watch, edge, up, scrape };
}

test('shows who sends, and says when somebody has fallen silent', async () => {
  const { clock, events, edge, scrape } = openEdge();
  await edge.ingest(post(message(1)));
  await edge.ingest(post(message(1)));
  const shown = await supertest(edge.handler).get('/devices').expect(200);
  expect(shown.body).toMatchObject({
    devices: [{ device_id: 'device-001', last_sequence_id: 1, duplicates: 1, silent: false }],
  });
  // Silent after 60 s, and looked for each 5 s.
  clock.advance(65_000);
  expect(events).toContain('device_silent');
  expect(await scrape()).toContain('petrel_edge_devices_silent 1\n');
});

test('refuses what has waited for too long, and takes what comes after', async () => {
  const { clock, edge } = openEdge();
  // The timer of 20 ms is late by 250 ms: no more than it may be.
  clock.stall(270);
  expect((await edge.ingest(post(message(1)))).status).toBe(200);
  clock.stall(1);
  expect(await edge.ingest(post(message(2)))).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  // The next turn of the loop begins with its timers: what it finds then has waited for nothing.
  clock.advance(0);
  expect((await edge.ingest(post(message(2)))).status).toBe(200);
});

test('shows for a while how late it was', async () => {
  const { clock, scrape } = openEdge();
  clock.stall(10_020);
  clock.advance(0);
  // A fifth of 10 s.
  expect(await scrape()).toContain('petrel_edge_event_loop_delay_seconds 2\n');
});

test('refuses readings while too many are open', async () => {
  const { edge } = openEdge({ delayMs: 250, open: 0 });
  expect((await edge.ingest(post(message(1)))).status).toBe(503);
});

test('has the times of requests and commits, in both forms', async () => {
  const { watch, edge, scrape } = openEdge();
  await edge.ingest(post(message(1)));
  watch.answered(0.02, 200);
  for (const type of ['text/plain', 'application/openmetrics-text']) {
    const text = await scrape(type);
    // 20 ms are below 25 ms, and not below 10.
    expect(text).toContain('petrel_edge_request_seconds_bucket{le="0.01",status="2xx"} 0\n');
    expect(text).toContain('petrel_edge_request_seconds_bucket{le="0.025",status="2xx"} 1\n');
    expect(text).toContain('petrel_edge_store_commit_seconds_count 1\n');
    expect(text).toContain('petrel_edge_log_lines_lost_total 3\n');
    expect(text).toContain('petrel_edge_store_up 1\n');
  }
});

test('is ready while its store is there and it does not stop, and is in good health without a store too', async () => {
  const { edge, up } = openEdge();
  await supertest(edge.handler).get('/ready').expect(200, { status: 'ready' });
  up.is = false;
  await supertest(edge.handler).get('/ready').expect(503).expect('content-type', 'application/problem+json');
  await supertest(edge.handler).get('/health').expect(200);
  up.is = true;
  edge.beginDraining();
  await supertest(edge.handler).get('/ready').expect(503);
});

test('who sends is shown on the machine of the edge only, where devices have keys', async () => {
  const { watch, clock } = openEdge();
  const edge = createTestEdge({}, { ...watch.parts, clock, authenticate: () => ({ kind: 'unknown' }) });
  await supertest(edge.handler).get('/devices').expect(200);
});

test('leaves no timer behind', () => {
  const { watch, clock } = openEdge();
  watch.end();
  expect(clock.timers).toBe(0);
});
