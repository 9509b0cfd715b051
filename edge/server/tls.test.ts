import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { authenticator } from '../auth/authenticator.ts';
import { realClock } from '../../program/index.ts';
import { createTestEdge, message } from '../testing/test-edge.ts';
import { serve } from './serve.ts';
import type { RunningEdge } from './serve.ts';

/** Good for a hundred years, and for nothing but these tests. */
const file = (name: string): string => join(import.meta.dirname, '..', 'testing', 'tls', name);
const read = (name: string): Buffer => readFileSync(file(name));

let running: RunningEdge | undefined;
afterEach(() => running?.stop('test'));

async function listen(): Promise<number> {
  const log = (): void => {};
  const edge = createTestEdge({}, { authenticate: authenticator({ keyFile: null, clock: realClock, log }) });
  const tls = { cert: file('edge.pem'), key: file('edge.key'), clientCa: file('ca.pem') };
  running = await serve({ edge, clock: realClock, log, port: 0, host: '127.0.0.1', tls });
  return running.port;
}

/** With the certificate of this name, or with none. */
function send(port: number, certificate: string | null, deviceId: string): Promise<number> {
  const own =
    certificate === null ? {} : { cert: read(`${certificate}.pem`), key: read(`${certificate}.key`) };
  return new Promise((resolve, reject) => {
    request(
      {
        ...own,
        ca: read('ca.pem'),
        port,
        host: '127.0.0.1',
        path: '/ingest',
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json' },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    )
      .on('error', reject)
      .end(JSON.stringify(message(1, { device_id: deviceId })));
  });
}

test('a certificate says who sends: its CN, or a name in its SAN, and nobody else', async () => {
  const port = await listen();
  expect(await send(port, 'device-001', 'device-001')).toBe(200);
  expect(await send(port, 'device-001', 'device-009')).toBe(200);
  expect(await send(port, 'device-001', 'device-002')).toBe(403);
  expect(await send(port, null, 'device-001')).toBe(401);
  // The right name, signed by somebody else.
  expect(await send(port, 'stranger', 'device-001')).toBe(401);
});

test('whoever does not finish his handshake does not hold up the stop', async () => {
  const socket = connect(await listen(), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await running?.stop('SIGTERM');
  await closed;
});
