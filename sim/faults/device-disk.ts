import { deviceSet, ratio, section, switched } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';
import { devices, share } from './words.ts';

export const deviceDisk = hostFault({
  name: 'device.disk',
  setting: switched(
    section(
      'Disks of devices keep no more than the port promises: at a power cut some of what was not synced is there, some torn; and they may be full',
      {
        unsynced: ratio(
          'How likely a change that was not synced is on the disk after a power cut all the same',
          {
            standard: '50%',
          },
        ),
        torn: ratio('How likely a content of that kind is cut off in its middle', { standard: '50%' }),
        midWrite: ratio(
          'How likely a reboot takes the power away in the midst of what the device syncs next, within its window, and not as that opens',
          { standard: '50%' },
        ),
        full: ratio('How likely a sync finds no room: then nothing is written, only removed', {
          standard: '0%',
        }),
        devices: deviceSet('Whose disks are so', { standard: 'all' }),
      },
    ),
  ),
  heals: true,
  signs: announced,
  says: ({ unsynced, torn, midWrite, full, devices: whose }) =>
    full === 1
      ? `disks full, of ${devices(whose)}`
      : `${full === 0 ? '' : `${share(full)} of syncs find no room, `}of what is not synced ${share(unsynced)} stays, ${share(torn)} of that torn, ${share(midWrite)} of power cuts in mid-write, of ${devices(whose)}`,
});
