import http from 'node:http';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';
import { postByNode } from './posts-by-node.ts';

const NOTHING: Heard = { status: null, body: '', retryAfterMs: null };

/**
 * Its timeout wins a race and closes nothing: a connection whose other end is gone keeps its place in the pool for ever, and
 * the pool has few.
 */
class KeepsDeadConnections extends PlainDevice {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

  protected override post(_number: number, body: string): Promise<Heard> {
    const { edgeUrl, clock } = this.env;
    const posted = postByNode(edgeUrl, body, this.#agent, () => {});
    return Promise.race([
      posted.then(({ status, body: text }) => ({ status, body: text, retryAfterMs: null })),
      clock.sleep(this.settings.timeoutMs).then(() => NOTHING),
    ]);
  }
}

export const keepsDeadConnections: DeviceFactory = (env) => new KeepsDeadConnections(env).boot();
