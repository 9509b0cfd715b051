import { deviceSet, ratio, section, switched } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';
import { devices, share } from './words.ts';

/** A backup that is put back, a virtual machine that goes back to its snapshot, a card that was cloned. */
export const deviceOldCopy = hostFault({
  name: 'device.oldCopy',
  setting: switched(
    section(
      'After a power cut the disk of a device is a copy of what was on it as this began: what came since is gone, and what had gone is back.',
      {
        probability: ratio('How likely a power cut brings the copy', { standard: '100%' }),
        devices: deviceSet('Whose disks it is', { standard: 'all' }),
      },
      { short: 'probability' },
    ),
  ),
  heals: true,
  signs: announced,
  says: ({ probability, devices: whose }) =>
    `${share(probability)} of power cuts bring an old copy of the disk, of ${devices(whose)}`,
});
