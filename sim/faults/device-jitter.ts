import { DEVICE_FAULT_SETTINGS } from '../../device/settings.ts';
import { programFault } from './fault.ts';
import { logged } from './signs.ts';
import { share, time } from './words.ts';

export const deviceJitter = programFault({
  name: 'device.jitter',
  setting: DEVICE_FAULT_SETTINGS.jitter,
  draws: ['jitter', 'jitter-delay'],
  heals: true,
  signs: logged('jitter_applied'),
  says: ({ probability, maxMs }) => `jitter ${share(probability)} up to ${time(maxMs)}`,
});
