import { deviceSet, section, switched } from '../../settings/index.ts';
import { diskKeys, diskWords } from './disk-error.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';
import { devices } from './words.ts';

export const deviceDisk = hostFault({
  name: 'device.disk',
  setting: switched(
    section(
      'Disks of devices keep no more than the port promises: at a power cut some of what was not synced is there, some torn; and they may be full',
      {
        ...diskKeys({ program: 'device', cut: 'reboot', when: 'syncs next' }),
        devices: deviceSet('Whose disks are so', { standard: 'all' }),
      },
    ),
  ),
  heals: true,
  signs: announced,
  says: ({ devices: whose, ...error }) => `${diskWords(error) ?? 'disks full'}, of ${devices(whose)}`,
});
