import type { DeviceFactory } from '../../../ports/index.ts';
import { plainDevice } from '../plain-device.ts';

/** A sensor that gives 0 is taken for one that gives nothing. */
export const ignoresZero: DeviceFactory = async (env) => {
  const device = await plainDevice(env);
  return {
    ...device,
    record: (reading) => (reading.values['temperature_c'] ? device.record(reading) : undefined),
  };
};
