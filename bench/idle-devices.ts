import { createDevice, createPolicy, DEFAULT_DEVICE_SETTINGS } from '../device/index.ts';
import type { Device } from '../device/index.ts';
import { MemoryDisk } from '../ports/index.ts';

const DEVICES = 20_000;

function liveBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Live heap per device that has booted and waits for its first reading, its disk included. */
export function benchIdleDevices(): readonly string[] {
  if (globalThis.gc === undefined)
    return ['memory per idle device, its disk included          not measured: needs node --expose-gc'];
  const policy = createPolicy(DEFAULT_DEVICE_SETTINGS.policy);
  const shared = {
    edgeUrl: 'http://edge.petrel/ingest',
    send: () => () => {},
    clock: { now: () => 1, monotonic: () => 1, setTimeout: () => null, clearTimeout: () => {} },
    random: { draw: () => 0.5 },
    log: () => {},
    settings: DEFAULT_DEVICE_SETTINGS,
    policy,
  };
  const devices: Device[] = [];
  const before = liveBytes();
  for (let index = 0; index < DEVICES; index += 1)
    devices.push(createDevice({ ...shared, id: `device-${index}`, disk: new MemoryDisk() }));
  const bytes = (liveBytes() - before) / devices.length;
  return [
    `memory per idle device, its disk included          ${Math.round(bytes).toLocaleString('en-US')} B (wanted: below 1,024)`,
  ];
}
