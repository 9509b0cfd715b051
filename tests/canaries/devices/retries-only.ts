import type { DeviceEnv, DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Of all that a server may answer only what is listed says "later": any other error is taken for the last word. */
class RetriesOnly extends PlainDevice {
  readonly #listed: ReadonlySet<number>;

  constructor(env: DeviceEnv, listed: readonly number[]) {
    super(env);
    this.#listed = new Set(listed);
  }

  protected override isPermanent({ status }: Heard): boolean {
    return status !== null && status >= 400 && !this.#listed.has(status);
  }
}

function retriesOnly(...listed: readonly number[]): DeviceFactory {
  return (env) => new RetriesOnly(env, listed).boot();
}

export const retriesOnly503 = retriesOnly(429, 503);

/** As many a client has it, and its users add a status when they have met it. */
export const retriesOnlyWhatIsListed = retriesOnly(408, 413, 425, 429, 500, 502, 503, 504, 521, 522, 524);
