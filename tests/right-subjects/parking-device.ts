import type { DeviceFactory } from '../../ports/index.ts';
import type { Heard } from '../canaries/plain-device.ts';
import { PlainDevice } from '../canaries/plain-device.ts';

/** It gives nothing up: what is exhausted it parks, says so, and sends it again after the next acknowledgement. */
export class ParkingDevice extends PlainDevice {
  protected readonly parked = new Set<number>();

  protected override exhausted(number: number): void {
    this.parked.add(number);
    this.say('telemetry_parked', number);
  }

  protected override acknowledged(number: number, heard: Heard): void {
    super.acknowledged(number, heard);
    this.takeUp();
  }

  protected takeUp(): void {
    const numbers = [...this.parked];
    this.parked.clear();
    for (const number of numbers) void this.deliver(number, this.outbox.get(number) ?? '');
  }
}

export const parkingDevice: DeviceFactory = (env) => new ParkingDevice(env).boot();
