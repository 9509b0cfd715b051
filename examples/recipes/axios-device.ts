/**
 * A client on axios, with the retries that many have: five, on 5xx and on no answer, each after twice the wait.
 *
 *   npm run sim -- --scenario lost-ack --seed 1 --device ./examples/recipes/axios-device.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { DeviceFactory } from '../../ports/index.ts';
import { clientDevice } from '../client-device.ts';

const RETRIES = 5;
const BASE_MS = 1_000;

/** No answer at all, or one of the server's faults. */
function isWorthAnother(error: unknown): boolean {
  return axios.isAxiosError(error) && (error.response === undefined || error.response.status >= 500);
}

/** @param timeoutMs for each attempt; 0, axios' default: for ever. */
export function axiosDevice(timeoutMs: number): DeviceFactory {
  const client = axios.create({ timeout: timeoutMs });
  return clientDevice(async ({ url, body, headers }) => {
    for (let retry = 0; ; retry += 1) {
      try {
        await client.post(url, body, { headers });
        return;
      } catch (error) {
        if (retry === RETRIES || !isWorthAnother(error)) throw error;
      }
      // Half of it by chance, so that a fleet does not come back as one.
      await sleep(BASE_MS * 2 ** retry * (0.5 + Math.random()));
    }
  });
}

export const createDevice = axiosDevice(5_000);
