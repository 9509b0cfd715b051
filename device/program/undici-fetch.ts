import { Agent, fetch } from 'undici';
import type { SecureContextOptions } from 'node:tls';
import type { Fetch } from '../../ports/index.ts';

/** Behind a door of its own, for it alone loads the library: the `fetch` of Node takes no certificates. */
export function fetchShowing(secrets: Pick<SecureContextOptions, 'ca' | 'cert' | 'key'>): Fetch {
  const dispatcher = new Agent({ connect: { ...secrets, minVersion: 'TLSv1.2' } });
  return (url, init) => fetch(url, { ...init, dispatcher });
}
