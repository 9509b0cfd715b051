import { createDevice, parseDeviceSettings } from '../../device/index.ts';
import type { DeviceFactory } from '../host/index.ts';

/** Our own device client, through the same door as anybody's. */
export const builtinDevice: DeviceFactory = ({
  id,
  edgeUrl,
  fetch,
  clock,
  random,
  log,
  disk,
  policy,
  config,
}) => {
  const device = createDevice({
    id,
    edgeUrl,
    fetch,
    clock,
    random,
    log,
    disk,
    policy,
    settings: parseDeviceSettings(config),
  });
  return {
    record: (reading) => device.record(reading),
    ready: () => device.ready(),
    pending: () => device.pending(),
    outbox: () => device.outbox(),
    reconfigure: (settings) => device.reconfigure(parseDeviceSettings(settings)),
    stop: () => device.stop(),
  };
};
