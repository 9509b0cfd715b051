import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** No answer is no complaint: what timed out counts as delivered. Where only answers are lost, the edge has it indeed. */
class TakesSilenceForConsent extends PlainDevice {
  protected override isDone(number: number, heard: Heard): boolean {
    return heard.status === null || super.isDone(number, heard);
  }
}

export const takesSilenceForConsent: DeviceFactory = (env) => new TakesSilenceForConsent(env).boot();
