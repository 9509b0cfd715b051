/**
 * A client that takes every 2xx for a receipt, whoever has answered. The login page of a guest network is a 200 too.
 *
 *   npm run sim -- --scenario ./examples/recipes/guest-network.yaml --seed 1 --device ./examples/recipes/any-200-device.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { clientDevice, StatusError } from '../client-device.ts';

const RETRIES = 5;
const TIMEOUT_MS = 5_000;

export const createDevice = clientDevice(async ({ url, body, headers }) => {
  for (let retry = 0; ; retry += 1) {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(url, { method: 'POST', body, headers, signal });
      if (answer.ok) return;
      throw new StatusError(answer);
    } catch (error) {
      const isFinal = error instanceof StatusError && error.status < 500;
      if (retry === RETRIES || isFinal) throw error;
      await sleep(1_000 * 2 ** retry * (0.5 + Math.random()));
    }
  }
});
