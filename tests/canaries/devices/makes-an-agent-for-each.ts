import http from 'node:http';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';
import { postByNode } from './posts-by-node.ts';

/** Keeps each connection for the next request, and makes a pool of its own for that one: none is used again, none is closed. */
class MakesAnAgentForEach extends PlainDevice {
  protected override async post(_number: number, body: string): Promise<Heard> {
    const { edgeUrl, clock } = this.env;
    const agent = new http.Agent({ keepAlive: true });
    const { status, body: text } = await postByNode(edgeUrl, body, agent, (request) => {
      const timer = clock.setTimeout(() => request.destroy(new Error('timeout')), this.settings.timeoutMs);
      request.once('close', () => clock.clearTimeout(timer));
    });
    return { status, body: text, retryAfterMs: null };
  }
}

export const makesAnAgentForEach: DeviceFactory = (env) => new MakesAnAgentForEach(env).boot();
