import { DEVICE_FAULT_SETTINGS } from '../../device/settings.ts';
import { SAYS } from '../trace/index.ts';
import { programFault } from './fault.ts';
import { share } from './words.ts';

export const deviceDuplicate = programFault({
  name: 'device.duplicate',
  setting: DEVICE_FAULT_SETTINGS.duplicate,
  draws: ['duplicate'],
  heals: true,
  signs: () => ({
    injected: { device_logged: (event) => event.event === SAYS.duplicates },
    inEffect: { attempt_sent: (_event, _scene, entry) => entry?.lastIsCopy === true },
  }),
  says: ({ probability }) => `duplicate ${share(probability)}`,
});
