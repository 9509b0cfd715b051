import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/**
 * Its timeout wins a race but aborts nothing. The answer that comes after it acknowledges the reading, and so does the
 * answer to the retry: one reading, two ends.
 */
class RacesItsTimeouts extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    const { fetch, edgeUrl, clock, policy } = this.env;
    const headers = { 'content-type': 'application/json' };
    for (let retry = 0; retry <= policy.retriesMax; retry += 1) {
      const answer = fetch(edgeUrl, { method: 'POST', headers, body }).then(
        (response) => {
          const heard = { status: response.status, body: '', retryAfterMs: null };
          const ok = response.ok || response.status === 409;
          if (ok) this.acknowledged(number, heard);
          return ok;
        },
        () => false,
      );
      if (await Promise.race([answer, clock.sleep(this.settings.timeoutMs).then(() => false)])) return;
      await clock.sleep(this.delayMs(number, retry, { status: null, body: '', retryAfterMs: null }));
    }
    this.exhausted(number);
  }
}

export const racesItsTimeouts: DeviceFactory = (env) => new RacesItsTimeouts(env).boot();
