import { DEVICE_FAULT_SETTINGS } from '../../device/settings.ts';
import { programFault } from './fault.ts';
import { logged } from './signs.ts';
import { share } from './words.ts';

export const deviceDrop = programFault({
  name: 'device.drop',
  setting: DEVICE_FAULT_SETTINGS.drop,
  draws: ['drop'],
  heals: true,
  signs: logged('packet_dropped'),
  says: ({ probability }) => `drop ${share(probability)}`,
});
