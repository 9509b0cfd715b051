import supertest from 'supertest';
import { afterEach, describe, expect, test } from 'vitest';
import { databaseInMemory, SqliteReadingStore } from '../store/sqlite/index.ts';
import { createTestEdge, message } from '../testing/test-edge.ts';
import type { EdgeOptions } from '../create-edge.ts';
import type { TestEdge } from '../testing/test-edge.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';

const open: TestEdge[] = [];
afterEach(async () => {
  for (const edge of open.splice(0)) await edge.close();
});

async function edgeWith(
  sequenceIds: readonly number[],
  options: Partial<EdgeOptions> = {},
): Promise<TestEdge> {
  const store = new SqliteReadingStore({
    database: databaseInMemory(),
    clock: new FakeClock(),
    ttlMs: 1000,
    limit: 100,
    retainMs: null,
    gather: queueMicrotask,
    sync: (then) => then(),
  });
  const edge = createTestEdge({}, { store, ...options });
  open.push(edge);
  for (const sequenceId of sequenceIds)
    await supertest(edge.handler).post('/ingest').send(message(sequenceId)).expect(200);
  return edge;
}

describe('GET /telemetry', () => {
  test('gives back what was stored, page by page', async () => {
    const edge = await edgeWith([0, 1, 2]);
    const get = (query: string) => supertest(edge.handler).get(`/telemetry?device_id=device-001${query}`);
    const first = await get('&limit=2').expect(200).expect('cache-control', 'no-store');
    expect(first.body).toStrictEqual({
      readings: [0, 1].map((number) => ({ ...message(number), stored_at: '2026-01-01T00:00:00.000Z' })),
      next: 1,
    });
    const rest = await get('&after=1').expect(200);
    expect(rest.body).toMatchObject({ readings: [{ sequence_id: 2 }], next: null });
  });

  test.for<readonly [string, string]>([
    ['', 'device_id must be'],
    ['?device_id=a/b', 'device_id must be'],
    ['?device_id=a&after=-1', 'after must be a sequence id'],
    ['?device_id=a&after=9007199254740992', 'after must be a sequence id'],
    ['?device_id=a&after=1.0', 'after must be a sequence id'],
    ['?device_id=a&limit=0', 'limit must be a whole number from 1 to 1000'],
    ['?device_id=a&limit=1001', 'limit must be a whole number from 1 to 1000'],
    ['?device_id=a&limit=', 'limit must be'],
    ['?device_id=a&limit=5&limit=6', 'each may be given once only'],
    ['?device_id=a&__proto__=1', 'it may have device_id, after and limit only'],
  ])('with %j says what is wrong', async ([query, sentence]) => {
    const edge = await edgeWith([]);
    const answer = await supertest(edge.handler).get(`/telemetry${query}`);
    expect([answer.status, answer.type]).toStrictEqual([400, 'application/problem+json']);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 400, detail: expect.stringContaining(sentence) });
    expect(edge.lines).toMatchObject([{ event: 'request_refused', fields: { reason: 'bad_query' } }]);
  });

  test('says of a store in memory that it keeps none', async () => {
    const edge = createTestEdge();
    const answer = await supertest(edge.handler).get('/telemetry?device_id=device-001');
    expect([answer.status, answer.type]).toStrictEqual([501, 'application/problem+json']);
  });

  test('gives a device its own readings only, where devices have keys', async () => {
    const authenticate: EdgeOptions['authenticate'] = ({ headers }) =>
      headers.authorization === undefined
        ? { kind: 'unknown' }
        : { kind: 'devices', ids: [String(headers.authorization)] };
    const edge = await edgeWith([], { authenticate });
    const ask = (id: string) =>
      supertest(edge.handler).get('/telemetry?device_id=device-001').set('authorization', id);
    await ask('device-001').expect(200);
    await ask('device-002').expect(403);
    await supertest(edge.handler).get('/telemetry?device_id=device-001').expect(401);
  });

  test('is 503 with Retry-After while the store is down', async () => {
    const edge = await edgeWith([]);
    await edge.close();
    open.length = 0;
    await supertest(edge.handler)
      .get('/telemetry?device_id=device-001')
      .expect(503)
      .expect('retry-after', '1');
    await supertest(edge.handler).post('/ingest').send(message(1)).expect(503).expect('retry-after', '1');
  });
});
