import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import type { DeviceEnv, EdgeFactory } from '../../ports/index.ts';
import { deviceAddress } from './device-address.ts';
import type { HostBench } from './testing/host-bench.ts';
import { smallWorld } from './testing/small-world.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

test.for([
  [0, '10.0.0.1'],
  [253, '10.0.0.254'],
  [254, '10.0.1.1'],
  // 256 networks of 254 hosts.
  [256 * 254, '10.1.0.1'],
] as const)('device %d has the address %s', ([index, address]) => {
  expect(deviceAddress(index, 0)).toBe(address);
});

test('no two devices of a large fleet share one', () => {
  const addresses = Array.from({ length: 100_000 }, (_, index) => deviceAddress(index, 0));
  expect(new Set(addresses).size).toBe(100_000);
});

test('each boot gets an address anew, which nobody has had', () => {
  expect([1, 2, 255].map((boot) => deviceAddress(0, boot))).toStrictEqual([
    '10.1.0.1',
    '10.2.0.1',
    '10.255.0.1',
  ]);
  const boots = [0, 1, 2].flatMap((boot) =>
    Array.from({ length: 1_000 }, (_, index) => deviceAddress(index, boot)),
  );
  expect(new Set(boots).size).toBe(3_000);
});

const PER_MINUTE = 30;

/** As rate limiters do it: so many requests a minute for each address. */
const limited: EdgeFactory = () => {
  const counts = new Map<string, number>();
  const allow = (ip: string | undefined): boolean => {
    const count = (counts.get(ip ?? '') ?? 0) + 1;
    counts.set(ip ?? '', count);
    return count <= PER_MINUTE;
  };
  const app = express();
  app.post('/ingest', (request, response) => {
    response.status(allow(request.ip) ? 200 : 429).send(request.ip);
  });
  return {
    handler: app,
    exchange: ({ remoteAddress = '' }) => ({
      status: allow(remoteAddress) ? 200 : 429,
      headers: {},
      body: remoteAddress,
    }),
  };
};

/** A reading every 2 s for 40 s. */
async function twenty({ edgeUrl }: DeviceEnv): Promise<readonly string[]> {
  const answers = new Set<string>();
  for (let reading = 0; reading < 20; reading += 1) {
    const response = await fetch(edgeUrl, { method: 'POST', body: `${reading}` });
    answers.add(`${response.status} ${await response.text()}`);
    await sleep(2_000);
  }
  return [...answers];
}

test.for(['supertest', 'inject', 'direct'] as const)(
  'over %s, an edge that limits by address sees each device by itself',
  async (carrier) => {
    const devices = [twenty, twenty, twenty];
    const { it, ends } = await smallWorld({ carrier, edge: limited, devices, forMs: 59_000 });
    bench = it;
    // Twenty of each are fewer than thirty; sixty of one would be twice as many.
    expect(ends).toStrictEqual([['200 10.0.0.1'], ['200 10.0.0.2'], ['200 10.0.0.3']]);
  },
);
