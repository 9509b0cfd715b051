import type { DeviceFactory } from '../../ports/index.ts';
import { PlainDevice } from '../canaries/plain-device.ts';

const EVERY_MS = 20_000;

/** Now and then it asks how the edge is, under a path that not every edge has, and goes by nothing of what it hears. */
export const askingDevice: DeviceFactory = (env) => {
  const { clock, edgeUrl, fetch } = env;
  const ask = (): void => {
    const controller = new AbortController();
    const timer = clock.setTimeout(() => controller.abort(new Error('timeout')), 1_000);
    fetch(new URL('/health', edgeUrl).href, { method: 'GET', headers: {}, signal: controller.signal })
      .then(async (response) => response.text())
      .catch(() => '')
      .finally(() => {
        clock.clearTimeout(timer);
        clock.setTimeout(ask, EVERY_MS);
      });
  };
  clock.setTimeout(ask, 0);
  return new PlainDevice(env).boot();
};
