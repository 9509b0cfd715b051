import { REBOOT } from '../../device/settings.ts';
import type { DeviceSet } from '../../settings/index.ts';
import { momentFault } from './fault.ts';
import { devices } from './words.ts';

export const deviceReboot = momentFault({
  name: 'device.reboot',
  setting: REBOOT,
  is: (value): value is DeviceSet => REBOOT.values.safeParse(value).success,
  heals: true,
  signs: () => ({
    injected: { device_crashed: () => true },
    // A reboot that finds nothing to remember tests nothing.
    inEffect: { device_crashed: (event, { ledger }) => ledger.hasOpenReadings(event.device) },
  }),
  says: (set) => `${devices(set)} reboot`,
});
