import http from 'node:http';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/**
 * It waits for the `end` of an answer and for an `error` of its request. Of an answer whose connection is closed in its
 * midst Node says neither: the response is `aborted`, and the reading waits for ever.
 */
class WaitsForTheEnd extends PlainDevice {
  readonly #agent = new http.Agent({ keepAlive: true });

  protected override post(_number: number, body: string): Promise<Heard> {
    const headers = { 'content-type': 'application/json' };
    return new Promise((done) => {
      const options = { method: 'POST', headers, agent: this.#agent };
      const request = http.request(this.env.edgeUrl, options, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          done({ status: response.statusCode ?? null, body: text, retryAfterMs: null }),
        );
      });
      const timer = setTimeout(() => request.destroy(new Error('timeout')), this.settings.timeoutMs);
      request.on('error', () => done({ status: null, body: '', retryAfterMs: null }));
      request.on('close', () => clearTimeout(timer));
      request.end(body);
    });
  }
}

export const waitsForTheEnd: DeviceFactory = (env) => new WaitsForTheEnd(env).boot();
