import { DEVICE_FAULT_SETTINGS } from '../../device/settings.ts';
import { SAYS } from '../trace/index.ts';
import { programFault } from './fault.ts';
import { share } from './words.ts';

export const deviceInvalid = programFault({
  name: 'device.invalid',
  setting: DEVICE_FAULT_SETTINGS.invalid,
  draws: ['invalid', 'invalid-kind'],
  heals: true,
  signs: () => ({
    injected: {
      device_logged: (event, scene) => {
        if (event.event !== SAYS.invalid) return false;
        if (event.reading !== null) scene.spoil(event.device, event.reading);
        return true;
      },
    },
    inEffect: {
      // The edge refused it, and the device took that for an end.
      device_logged: (event, scene) =>
        event.event === 'permanent_error_received' &&
        event.reading !== null &&
        scene.wasSpoilt(event.device, event.reading),
    },
  }),
  says: ({ probability }) => `invalid ${share(probability)}`,
});
