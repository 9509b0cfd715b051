import type { DeviceFactory, Fetch } from '../../../ports/index.ts';
import { deviceOver } from '../device-over.ts';
import { RETRY_AFTER_HEADER } from '../../../protocol/index.ts';

/** Our client over a fetch that shows it no Retry-After: it comes back when its own backoff says so. */
export const ignoresRetryAfter: DeviceFactory = (env) => {
  const deaf: Fetch = async (url, init) => {
    const response = await env.fetch(url, init);
    const get = (name: string): string | null =>
      name.toLowerCase() === RETRY_AFTER_HEADER ? null : response.headers.get(name);
    return {
      status: response.status,
      ok: response.ok,
      headers: { get },
      text: () => response.text(),
      json: () => response.json(),
    };
  };
  return deviceOver(env, deaf);
};
