/**
 * A client that reads Retry-After as a number. Of a date that makes NaN, which `setTimeout` takes for "now".
 *
 *   npm run sim -- --scenario storm --seed 1 --set edge.retryAfter=date --device ./examples/recipes/seconds-only-device.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { clientDevice, StatusError } from '../client-device.ts';

const RETRIES = 5;
const TIMEOUT_MS = 5_000;

function waitMs(error: unknown, retry: number): number {
  const header = error instanceof StatusError ? error.response.headers.get('retry-after') : null;
  if (header !== null) return Number(header) * 1_000;
  return 1_000 * 2 ** retry * (0.5 + Math.random());
}

export const createDevice = clientDevice(async ({ url, body, headers }) => {
  for (let retry = 0; ; retry += 1) {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(url, { method: 'POST', body, headers, signal });
      if (answer.ok) return;
      throw new StatusError(answer);
    } catch (error) {
      const isFinal = error instanceof StatusError && error.status < 500 && error.status !== 429;
      if (retry === RETRIES || isFinal) throw error;
      await sleep(waitMs(error, retry));
    }
  }
});
