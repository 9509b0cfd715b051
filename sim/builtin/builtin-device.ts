import { createDevice, parseDeviceSettings } from '../../device/index.ts';
import type { Device, DeviceSettings } from '../../device/index.ts';
import type { Reading } from '../../protocol/index.ts';
import type { DeviceFactory, DeviceUnderTest } from '../../ports/index.ts';

/** By the section of the scenario: a whole fleet has the same, and need not read it ten thousand times. */
const PARSED = new WeakMap<object, DeviceSettings>();

function settingsOf(config: unknown): DeviceSettings {
  if (typeof config !== 'object' || config === null) return parseDeviceSettings(config);
  const settings = PARSED.get(config) ?? parseDeviceSettings(config);
  PARSED.set(config, settings);
  return settings;
}

/** A class, because a fleet of thousands would pay for closures by the kilobyte. */
class BuiltinDevice implements DeviceUnderTest {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  record(reading: Reading): number {
    return this.#device.record(reading);
  }

  ready(): boolean {
    return this.#device.ready();
  }

  pending(): Iterable<number> {
    return this.#device.pending();
  }

  outbox(): { readonly size: number; readonly limit: number } {
    return this.#device.outbox();
  }

  reconfigure(settings: unknown): void {
    this.#device.reconfigure(settingsOf(settings));
  }

  stop(): void {
    this.#device.stop();
  }
}

/** Over `send` all of its work is done within calls and callbacks. */
class SynchronousDevice extends BuiltinDevice {
  readonly synchronous = true;
}

/** Our own device client, through the same door as anybody's. */
export const builtinDevice: DeviceFactory = (env) => {
  const { id, edgeUrl, clock, random, log, disk, policy, send } = env;
  const settings = settingsOf(env.config);
  const basics = { id, edgeUrl, clock, random, log, disk, policy, settings, renumbers: true };
  return send === undefined
    ? new BuiltinDevice(createDevice({ ...basics, fetch: env.fetch }))
    : new SynchronousDevice(createDevice({ ...basics, send }));
};
