import { ratio, section, switched } from '../../settings/index.ts';
import { diskKeys, diskWords } from './disk-error.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';

/** Of the disk that an edge is handed. What it writes elsewhere (`node:fs`, a server) is as durable as the machine makes it. */
export const edgeDisk = hostFault({
  name: 'edge.disk',
  setting: switched(
    section(
      'The disk of the edge keeps no more than the port promises: when it goes down some of what was not synced is there, some torn; and it may be full',
      {
        ...diskKeys({
          program: 'edge',
          cut: 'restart',
          when: 'syncs in one of the next three times, or in the first of sixty that is larger than most',
        }),
        created: ratio('How likely a new file that was not synced is on the disk after a power cut, torn', {
          standard: '50%',
        }),
      },
    ),
  ),
  heals: true,
  signs: announced,
  says: (error) => `${diskWords(error) ?? 'disk full'}, of the edge`,
});
