import type { DeviceFactory } from '../../ports/index.ts';
import type { Heard } from '../canaries/plain-device.ts';
import { ParkingDevice } from './parking-device.ts';

const REPLAY_EVERY_MS = 30_000;

/** What is exhausted goes to the dead letters, and a timer looks through those, whether anything is acknowledged or not. */
class DeadLetterReplay extends ParkingDevice {
  #isWaiting = false;

  protected override exhausted(number: number): void {
    super.exhausted(number);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    // By the wall clock, as a cron job: a letter may be sent again a moment after it was put there.
    const { clock } = this.env;
    clock.setTimeout(
      () => {
        this.#isWaiting = false;
        this.takeUp();
      },
      REPLAY_EVERY_MS - (clock.now() % REPLAY_EVERY_MS),
    );
  }

  protected override acknowledged(number: number, { status }: Heard): void {
    this.forget(number);
    this.say(status === 409 ? 'duplicate_acknowledged' : 'telemetry_acknowledged', number);
  }
}

export const deadLetterReplay: DeviceFactory = (env) => new DeadLetterReplay(env).boot();
