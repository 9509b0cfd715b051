import type { Server } from 'node:net';
import { request } from 'node:http';
import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { message } from '../edge/testing/test-edge.ts';
import { startEdge } from './edge-program.ts';
import type { EdgeProgram } from './edge-program.ts';
import { startRedis } from './redis.ts';
import { scratchFolder } from './scratch-folder.ts';
import { roundRobin } from './round-robin.ts';
import type { TestRedis } from './redis.ts';

const READINGS = 90;
const SENDERS = 9;
const RETRY_MS = 20;

const edges: EdgeProgram[] = [];
let redis: TestRedis | undefined;
let proxy: Server | undefined;

afterAll(async () => {
  for (const { child } of edges) child.kill('SIGKILL');
  proxy?.close();
  await redis?.kill();
});

/** The status of the answer; 0 without one. Each over a connection of its own. */
function send(port: number, sequenceId: number): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', connection: 'close' };
    request({ port, host: '127.0.0.1', path: '/ingest', method: 'POST', headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', () => resolve(0))
      .end(JSON.stringify(message(sequenceId)));
  });
}

test('three edges on one Redis store each reading once, though one is killed and Redis restarts in mid-load', async () => {
  redis = await startRedis({ folder: scratchFolder('redis'), keeps: true });
  const flags = ['--store', redis.address];
  edges.push(...(await Promise.all([1, 2, 3].map(() => startEdge(flags)))));
  const { server, port } = await roundRobin(edges.map((edge) => edge.port));
  proxy = server;
  const statuses = new Map<number, number>();
  const acknowledged = new Set<number>();
  let next = 0;
  const atAcknowledgement = async (count: number): Promise<void> => {
    if (count === READINGS / 3) edges[0]?.child.kill('SIGKILL');
    if (count === (2 * READINGS) / 3) await redis?.startAgain();
  };
  const sender = async (): Promise<void> => {
    for (let reading = next++; reading < READINGS; reading = next++) {
      for (;;) {
        const status = await send(port, reading);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 200 || status === 409) break;
        // What the edge that was killed had claimed is free again after 5 s: no need to ask a thousand times.
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
      acknowledged.add(reading);
      await atAcknowledgement(acknowledged.size);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));

  expect(acknowledged.size).toBe(READINGS);
  // Nobody was told that a reading is another's, or that it is wrong: only stored, busy, or nothing.
  expect([...statuses.keys()].filter((status) => ![0, 200, 409, 503].includes(status))).toStrictEqual([]);
  expect(statuses.get(0)).toBeGreaterThan(0);
  expect(statuses.get(503)).toBeGreaterThan(0);
  const client = new Redis(redis.address);
  const entries = await client.xrange('{petrel}:readings', '-', '+');
  client.disconnect();
  const stored = entries.map(([, fields]) => Number(fields[3]));
  expect(stored.toSorted((a, b) => a - b)).toStrictEqual(
    Array.from({ length: READINGS }, (_, index) => index),
  );
  for (const { child } of edges) child.kill('SIGTERM');
  expect(await Promise.all(edges.map(({ ended }) => ended))).toStrictEqual([null, 0, 0]);
});
