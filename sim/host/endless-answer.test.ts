import { expect, test } from 'vitest';
import type { DeviceEnv } from '../../ports/index.ts';
import { smallWorld } from './testing/small-world.ts';
import { QUIET_GATEWAY } from './testing/quiet-gateway.ts';

const ENDLESS = {
  ...QUIET_GATEWAY,
  errors: {
    internalError: 0,
    badGateway: 0,
    gatewayTimeout: 0,
    requestTimeout: 0,
    tooEarly: 0,
    redirect: 0,
    html: 0,
    empty: 0,
    endless: 1,
    errorInside: 0,
    otherReading: 0,
    unlisted: 0,
    retryAfterMs: null,
  },
};

function post({ fetch, edgeUrl }: DeviceEnv, signal?: AbortSignal) {
  const body = JSON.stringify({ device_id: 'device-001', sequence_id: 0, timestamp: 'now' });
  return fetch(edgeUrl, { method: 'POST', headers: {}, body, ...(signal !== undefined && { signal }) });
}

async function met(act: (env: DeviceEnv) => Promise<unknown>) {
  const { it, ends } = await smallWorld({
    carrier: 'inject',
    edge: () => ({ handler: () => {} }),
    devices: [act],
    forMs: 10_000,
    settings: ENDLESS,
  });
  const kinds = it.kinds().filter((kind) => kind.startsWith('attempt_') || kind.startsWith('answer_'));
  it.close();
  return { end: ends[0], kinds };
}

test('who reads to the end reads until the timeout, and fails with its reason', async () => {
  const { end, kinds } = await met(async (env) => {
    const controller = new AbortController();
    env.clock.setTimeout(() => controller.abort(new Error('too long')), 5_000);
    const response = await post(env, controller.signal);
    const at = env.clock.monotonic();
    const why = await response.text().then(
      () => 'read',
      (error: unknown) => String(error),
    );
    return [response.status, at, why, env.clock.monotonic()];
  });
  // Since its boot, at which it was sent and the timer set: 10 ms each way.
  expect(end).toStrictEqual([200, 20, 'Error: too long', 5_000]);
  expect(kinds).toStrictEqual(['attempt_sent', 'attempt_abandoned']);
});

test('who has no timeout reads for ever', async () => {
  const { end, kinds } = await met(async (env) => (await post(env)).text());
  expect(end).toBe('nothing yet');
  expect(kinds).toStrictEqual(['attempt_sent']);
});

test('who has read enough gives the attempt up by that', async () => {
  const { end, kinds } = await met(async (env) => {
    const response = await post(env);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    return first?.value?.length;
  });
  expect(end).toBe(1_024);
  expect(kinds).toStrictEqual(['attempt_sent', 'attempt_abandoned']);
});

test('one stalls after a part of it, and another drips on for ever', async () => {
  const { end } = await met(async (env) => {
    const ends = await Promise.all(
      Array.from({ length: 16 }, async () => {
        const reader = (await post(env)).body?.getReader();
        let chunks = 0;
        const read = async (): Promise<void> => {
          while ((await reader?.read())?.done === false) chunks += 1;
        };
        void read();
        await env.clock.sleep(5_100);
        return chunks;
      }),
    );
    return [...new Set(ends)].toSorted((a, b) => a - b);
  });
  // One each 250 ms, after 20 ms on the way.
  expect(end).toEqual([1, 20]);
});
