import http from 'node:http';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';
import { postByNode } from './posts-by-node.ts';

/**
 * A connection that was kept and is reset had been closed before, it believes, so the edge cannot have the request: it goes
 * out once more at once, as a new message under a number of its own. That answers break off as well it has not thought of.
 */
class ResendsOverANewConnection extends PlainDevice {
  readonly #agent = new http.Agent({ keepAlive: true });

  protected override async post(number: number, body: string): Promise<Heard> {
    const { edgeUrl, clock } = this.env;
    const {
      broke,
      wasKept,
      status,
      body: text,
    } = await postByNode(edgeUrl, body, this.#agent, (request) => {
      const timer = clock.setTimeout(() => request.destroy(new Error('timeout')), this.settings.timeoutMs);
      request.once('close', () => clock.clearTimeout(timer));
    });
    if (!wasKept || broke !== 'ECONNRESET') return { status, body: text, retryAfterMs: null };
    const again = await this.post(
      number,
      JSON.stringify({ ...JSON.parse(body), sequence_id: this.takeNumber() }),
    );
    return again;
  }

  /** The echo may be that of another number. */
  protected override isDone(_number: number, { status }: Heard): boolean {
    return status === 200 || status === 409;
  }
}

export const resendsOverANewConnection: DeviceFactory = (env) => new ResendsOverANewConnection(env).boot();
