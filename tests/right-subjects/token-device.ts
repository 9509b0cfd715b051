import type { DeviceEnv, DeviceFactory } from '../../ports/index.ts';
import { PlainDevice } from '../canaries/plain-device.ts';
import type { Heard } from '../canaries/plain-device.ts';
import { TOKEN_PATH } from './token-edge.ts';

const TIMEOUT_MS = 5_000;

/** The token of a device: one request for all that wait. */
class Token {
  readonly #env: DeviceEnv;
  #token = '';
  #asking: Promise<void> | null = null;

  constructor(env: DeviceEnv) {
    this.#env = env;
  }

  get header(): string {
    return `Bearer ${this.#token}`;
  }

  /** Another one than this, unless there is one by now. */
  async renew(old: string): Promise<void> {
    if (this.header !== old) return;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const { fetch, edgeUrl, clock, policy, random } = this.#env;
    for (let retry = 0; ; retry += 1) {
      try {
        const response = await fetch(new URL(TOKEN_PATH, edgeUrl).href, {
          method: 'GET',
          headers: {},
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        const { access_token: token } = JSON.parse(await response.text());
        if (response.status === 200 && typeof token === 'string') {
          this.#token = token;
          return;
        }
      } catch {
        // As below.
      }
      await clock.sleep(policy.delayMs(Math.min(retry, policy.retriesMax - 1), random.draw('token')));
    }
  }
}

/** Shows a bearer token, and when the edge finds it too old sends the same again with another: no retry, for nothing has failed. */
class TokenDevice extends PlainDevice {
  readonly #token: Token;

  constructor(env: DeviceEnv) {
    const token = new Token(env);
    const { fetch } = env;
    super({
      ...env,
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init?.headers, authorization: token.header } }),
    });
    this.#token = token;
  }

  protected override async post(number: number, body: string): Promise<Heard> {
    for (;;) {
      const shown = this.#token.header;
      const heard = await super.post(number, body);
      if (heard.status !== 401) return heard;
      await this.#token.renew(shown);
    }
  }
}

export const tokenDevice: DeviceFactory = (env) => new TokenDevice(env).boot();
