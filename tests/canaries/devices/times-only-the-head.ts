import type { DeviceFactory, FetchResponse } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The timeout is over when the head of the answer is there: a body without end holds it up for ever. */
class TimesOnlyTheHead extends PlainDevice {
  protected override read(response: FetchResponse, trust: () => void): Promise<string> {
    trust();
    return response.text();
  }
}

export const timesOnlyTheHead: DeviceFactory = (env) => new TimesOnlyTheHead(env).boot();
