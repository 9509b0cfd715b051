import { deviceSet, ratio, section, switched } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';
import { devices, share } from './words.ts';

/** A flash that wears out, a file system that is mended after a power cut, a card that somebody took out. */
export const deviceDamage = hostFault({
  name: 'device.damage',
  setting: switched(
    section(
      'Power cuts damage the disks of devices: a file is cut off, emptied, or has a bit that is wrong, whichever as likely.',
      {
        probability: ratio('How likely a power cut damages a file, each independently of the others', {
          standard: '10%',
        }),
        devices: deviceSet('Whose disks are damaged', { standard: 'all' }),
      },
      { short: 'probability' },
    ),
  ),
  heals: true,
  signs: announced,
  says: ({ probability, devices: whose }) =>
    `power cuts damage ${share(probability)} of files, of ${devices(whose)}`,
});
