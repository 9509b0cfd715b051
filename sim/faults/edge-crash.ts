import { delay, section, switched } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { ending } from './signs.ts';
import { time } from './words.ts';

/** From outside it shows when an edge has done its work for a reading: when it says so. That answer is the one that is lost. */
export const edgeCrash = hostFault({
  name: 'edge.crash',
  setting: switched(
    section(
      'The edge crashes between a commit and its answer, once: at the first reading that it takes from when this begins.',
      { down: delay('How long until it boots again', { standard: '2s' }) },
      { short: 'down' },
    ),
  ),
  heals: true,
  // The store of our own edge is its memory, unless it is told another: the retry is stored a second time.
  ownStand: false,
  signs: (fault) => ending(fault, 'edge_down'),
  says: ({ downMs }) => `edge crashes between commit and answer, down ${time(downMs)}`,
});
