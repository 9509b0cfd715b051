import { beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../sim/index.ts';
import { essenceOf, runClient, worldOf } from './client-runs.ts';
import { CLIENTS } from './clients.ts';

/** All of them, in all worlds and over all transports, are `npm run compatibility`. */
const FEW = CLIENTS.filter(({ short }) => short);

describe('where connections break and messages are lost', () => {
  const world = worldOf('breaks');
  let byFetch: RunResult;
  beforeAll(async () => {
    byFetch = await runClient('fetch', world, 'inject');
  });

  test('a device must try again, or nothing would be tried here', () => {
    const { client } = byFetch;
    expect(client.timeouts).toBeGreaterThan(0);
    expect(client.resets).toBeGreaterThan(0);
    expect(client.refusals).toBeGreaterThan(0);
  });

  test.for(FEW)('a device on $name does what it does on fetch', async ({ file, differs }) => {
    const result = await runClient(file, world, 'inject');
    expect(essenceOf(result)).toEqual({ ...essenceOf(byFetch), outcome: 'passed' });
    if (differs === null) expect(result.fingerprint).toBe(byFetch.fingerprint);
  });
});
