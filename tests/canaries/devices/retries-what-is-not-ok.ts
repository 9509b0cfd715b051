import type { DeviceFactory, Fetch } from '../../../ports/index.ts';
import { deviceOver } from '../device-over.ts';

/**
 * Our client over a fetch of the kind that throws for every answer that is not ok. A thrown fetch is a network error,
 * and network errors are retried: so are 400 and 409.
 */
export const retriesWhatIsNotOk: DeviceFactory = (env) => {
  const throwing: Fetch = async (url, init) => {
    const response = await env.fetch(url, init);
    if (!response.ok) throw new TypeError(`Request failed with status code ${response.status}`);
    return response;
  };
  return deviceOver(env, throwing);
};
