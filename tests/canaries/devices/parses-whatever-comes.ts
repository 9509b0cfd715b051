import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Every answer is JSON, everybody knows: a page of HTML ends the loop of its reading, and nobody takes it up again. */
class ParsesWhateverComes extends PlainDevice {
  protected override async post(number: number, body: string): Promise<Heard> {
    const heard = await super.post(number, body);
    try {
      if (heard.status !== null) JSON.parse(heard.body);
    } catch {
      // As one that logs the error of a promise and goes on.
      await new Promise(() => {});
    }
    return heard;
  }
}

export const parsesWhateverComes: DeviceFactory = (env) => new ParsesWhateverComes(env).boot();
