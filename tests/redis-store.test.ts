import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFailed, test, vi } from 'vitest';
import { digestOf, idempotencyKey } from '../edge/message/digest.ts';
import { connectToRedis, RedisReadingStore } from '../edge/store/redis/index.ts';
import type { RedisStoreOptions } from '../edge/store/redis/redis-reading-store.ts';
import { describeReadingStore } from '../edge/store/reading-store.contract.ts';
import { createTestEdge, message, post } from '../edge/testing/test-edge.ts';
import { FakeClock } from '../program/testing/fake-clock.ts';
import { startRedis } from './redis.ts';
import { scratchFolder } from './scratch-folder.ts';
import type { TestRedis } from './redis.ts';

let redis: TestRedis;
const clients: Redis[] = [];
let stores = 0;

beforeAll(async () => {
  redis = await startRedis({ folder: scratchFolder('redis'), keeps: true });
});

afterAll(async () => {
  for (const client of clients) client.disconnect();
  await redis.kill();
});

interface Opening {
  readonly ttlMs?: number;
  readonly limit?: number;
  readonly nowMs?: () => number;
  readonly retainMs?: number;
  readonly lines?: unknown[];
  readonly clock?: RedisStoreOptions['clock'];
}

async function openStore(
  prefix: string,
  {
    ttlMs = 300_000,
    limit = 1000,
    nowMs = () => 0,
    retainMs,
    lines = [],
    clock = new FakeClock(),
  }: Opening = {},
): Promise<RedisReadingStore> {
  const client = connectToRedis(redis.address, (level, event, fields) => {
    lines.push({ level, event, fields });
  });
  clients.push(client);
  await once(client, 'ready');
  stores += 1;
  const owner = `edge-${stores}`;
  return new RedisReadingStore({
    redis: client,
    clock,
    prefix,
    owner,
    retainMs: retainMs ?? null,
    leaseMs: 1_000_000,
    ttlMs,
    limit,
    nowMs,
  });
}

describeReadingStore('Redis', async (options) => {
  let nowMs = 0;
  const store = await openStore(`contract-${stores}`, { ...options, nowMs: () => nowMs });
  return {
    store,
    pass: async (ms) => {
      nowMs += ms;
      await store.refresh();
    },
  };
});

describe('edges that share a Redis', () => {
  test('of those who claim a key at once, one gets it, and its commit is what the others hear of', async () => {
    const edges = await Promise.all([1, 2, 3].map(() => openStore('shared')));
    const reading = message(1);
    const claim = (edge: RedisReadingStore) => edge.claim(idempotencyKey(reading), digestOf(reading));
    const claims = await Promise.all(edges.map(claim));
    expect(claims.toSorted()).toStrictEqual(['claimed', 'in-progress', 'in-progress']);
    const winner = edges[claims.indexOf('claimed')];
    await winner?.commit(idempotencyKey(reading), reading);
    expect(await Promise.all(edges.map(claim))).toStrictEqual(['duplicate', 'duplicate', 'duplicate']);
    const entries = await clients.at(-1)?.xrange('{shared}:readings', '-', '+');
    expect(entries?.map(([, fields]) => fields)).toStrictEqual([
      [
        'device_id',
        reading.device_id,
        'sequence_id',
        '1',
        'timestamp',
        reading.timestamp,
        'values',
        '{"temperature_c":21.5}',
      ],
    ]);
  });

  test('a claim whose edge is gone is forgotten after its lease, and can then not be committed by it', async () => {
    let now = 0;
    const [gone, next] = [await openStore('lease'), await openStore('lease', { nowMs: () => now })];
    await gone.claim('device-001/1', 'x');
    now = 1_000_000 - 1;
    expect(await next.claim('device-001/1', 'x')).toBe('in-progress');
    now = 1_000_000;
    expect(await next.claim('device-001/1', 'x')).toBe('claimed');
    await expect(gone.commit('device-001/1', message(1))).rejects.toThrow('not claimed');
    await gone.release('device-001/1');
    await next.commit('device-001/1', message(1));
  });
});

test('a claim whose answer is lost is given up a second later, by who claimed it', async () => {
  const clock = new FakeClock();
  const [store, other] = [await openStore('unheard', { clock }), await openStore('unheard')];
  // From then on Redis knows the script by its name.
  await store.claim('device-001/1', 'x');
  const client = clients.at(-2);
  if (client === undefined) throw new Error('The store has no client.');
  const evalsha = client.evalsha.bind(client);
  vi.spyOn(client, 'evalsha').mockImplementationOnce(async (...parts: Parameters<typeof evalsha>) => {
    await evalsha(...parts);
    throw new Error('Command timed out');
  });
  await expect(store.claim('device-001/2', 'x')).rejects.toThrow('Command timed out');
  expect(await other.claim('device-001/2', 'x')).toBe('in-progress');
  clock.advance(1_000);
  while ((await other.claim('device-001/2', 'x')) !== 'claimed') await new Promise(setImmediate);
  expect(await other.claim('device-001/1', 'x')).toBe('in-progress');
});

describe('readings that are read back', () => {
  const put = async (store: RedisReadingStore, sequenceId: number): Promise<void> => {
    await store.claim(`device-001/${sequenceId}`, 'x');
    await store.commit(`device-001/${sequenceId}`, message(sequenceId));
  };
  const numbers = async (store: RedisReadingStore, after: number | null, limit: number) => {
    const { readings, next } = await store.page({ deviceId: 'device-001', after, limit });
    return { numbers: readings.map(({ sequence_id }) => sequence_id), next };
  };

  test('of one number that was stored twice are on one page', async () => {
    let now = 0;
    const store = await openStore('twice', { ttlMs: 1, nowMs: () => now });
    for (const number of [1, 2, 1]) {
      await put(store, number);
      now += 1;
    }
    expect(await numbers(store, null, 1)).toStrictEqual({ numbers: [1, 1], next: 1 });
    expect(await numbers(store, 1, 1)).toStrictEqual({ numbers: [2], next: null });
  });

  test('are gone at their age, and where somebody has trimmed the stream', async () => {
    // The stream has the time of the server, which is beyond the first hour of 1970: all but the last is too old.
    let now = 0;
    const store = await openStore('old', { retainMs: 1, nowMs: () => now });
    await put(store, 1);
    await put(store, 2);
    now = Date.UTC(2100, 0, 1);
    await put(store, 3);
    expect(await numbers(store, null, 10)).toStrictEqual({ numbers: [], next: null });
    expect(await clients.at(-1)?.exists('{old}:readings:device-001')).toBe(0);
    now = 0;
    await put(store, 4);
    await put(store, 5);
    await clients.at(-1)?.xtrim('{old}:readings', 'MAXLEN', 1);
    expect(await numbers(store, null, 10)).toStrictEqual({ numbers: [5], next: null });
    expect(await clients.at(-1)?.zcard('{old}:readings:device-001')).toBe(1);
  });
});

test('while Redis is away the edge answers 503 with Retry-After, and goes on by itself when it is back', async () => {
  const lines: unknown[] = [];
  let asked = 0;
  onTestFailed(() => void process.stderr.write(`After ${asked} questions: ${JSON.stringify(lines)}\n`));
  // A command that Redis is slow to answer may have made a claim, which the store gives up as its time passes.
  const store = await openStore('outage', { lines, clock: globalThis });
  const edge = createTestEdge({}, { store });
  expect((await edge.ingest(post(message(1)))).status).toBe(200);
  await redis.kill();
  const away = await edge.ingest(post(message(2)));
  expect(away).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  await redis.startAgain();
  for (let answer = away; answer.status !== 200; answer = await edge.ingest(post(message(2)))) {
    expect(answer.status).toBe(503);
    asked += 1;
    await new Promise(setImmediate);
  }
  // What was acknowledged before is known after.
  expect((await edge.ingest(post(message(1)))).status).toBe(409);
  expect(lines).toMatchObject([
    { event: 'store_up' },
    { level: 'error', event: 'store_down' },
    { event: 'store_up' },
  ]);
  await edge.close();
});

test('a Redis that may lose what it has answered is warned of', async () => {
  const forgetful = await startRedis({ folder: scratchFolder('redis') });
  const lines: { event: string; fields: unknown }[] = [];
  const client = connectToRedis(forgetful.address, (_level, event, fields) => {
    lines.push({ event, fields });
  });
  clients.push(client);
  while (!lines.some(({ event }) => event === 'store_not_durable')) await new Promise(setImmediate);
  expect(lines.at(-1)?.fields).toStrictEqual({ reasons: 'appendonly is off' });
  client.disconnect();
  await forgetful.kill();
});
