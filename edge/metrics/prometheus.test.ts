import supertest from 'supertest';
import { expect, test } from 'vitest';
import { createTestEdge, message, post } from '../testing/test-edge.ts';

const PLAIN = 'text/plain; version=0.0.4; charset=utf-8';
const OPEN = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

test.for([
  { accept: '*/*', type: 'application/json' },
  { accept: 'application/json', type: 'application/json' },
  { accept: 'text/html', type: 'application/json' },
  { accept: 'text/plain', type: PLAIN },
  { accept: 'text/plain;q=0.1, application/json;q=0.9', type: 'application/json' },
  { accept: 'application/openmetrics-text', type: OPEN },
  // What Prometheus sends.
  {
    accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1',
    type: OPEN,
  },
])('Accept: $accept is given $type', async ({ accept, type }) => {
  const answer = await supertest(createTestEdge().handler).get('/metrics').set('accept', accept).expect(200);
  expect(answer.headers['content-type']).toBe(type);
});

test('both forms say the same, at each scrape anew, and name no device', async () => {
  const edge = createTestEdge();
  for (const sequenceId of [1, 2, 2, -1]) void edge.ingest(post(message(sequenceId)));
  for (let scrape = 0; scrape < 2; scrape++) {
    const { text } = await supertest(edge.handler).get('/metrics').set('accept', 'text/plain');
    for (const [name, value] of Object.entries(edge.metrics())) {
      expect(text).toContain(`\npetrel_edge_${name} ${value}\n`);
    }
    expect(text).toContain('petrel_edge_refusals_total{reason="duplicate"} 1\n');
    expect(text).not.toContain('device-001');
  }
  const open = await supertest(edge.handler).get('/metrics').set('accept', 'application/openmetrics-text');
  expect(open.text ?? String(open.body)).toMatch(/petrel_edge_received_total 4\n[^]*# EOF\n$/);
});

test('two edges in one process do not mix', async () => {
  const [a, b] = [createTestEdge(), createTestEdge()];
  void a.ingest(post(message(1)));
  const { text } = await supertest(b.handler).get('/metrics').set('accept', 'text/plain');
  expect(text).toContain('\npetrel_edge_received_total 0\n');
});
