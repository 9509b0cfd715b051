import { expect, test } from 'vitest';
import { runScenario } from '../sim/vitest/index.ts';
import type { Reading } from '../protocol/index.ts';
import type { DeviceFactory } from '../ports/index.ts';
import { PlainDevice } from './canaries/plain-device.ts';

/** It takes each reading, and says of what its full disk does not take that it is dropped; no two boots share a number. */
class DropsForWantOfRoom extends PlainDevice {
  #next = this.env.clock.now();

  protected override takeNumber(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  protected override record(reading: Reading): number {
    try {
      return super.record(reading);
    } catch {
      this.say('packet_dropped', this.#next - 1);
      return this.#next - 1;
    }
  }
}

const dropsForWantOfRoom: DeviceFactory = (env) => new DropsForWantOfRoom(env).boot();

test.for(['disk-full', 'bad-disk'])('a device that says what it has no room for passes %s', async (name) => {
  const { result } = await runScenario(name, { seed: '1', device: dropsForWantOfRoom });
  expect(result.outcome).toBe('passed');
  expect(result.metrics['dropped']).toBeGreaterThan(100);
});
