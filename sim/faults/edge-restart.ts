import { RESTART } from '../../edge/settings.ts';
import { momentFault } from './fault.ts';
import { ending } from './signs.ts';

export const edgeRestart = momentFault({
  name: 'edge.restart',
  setting: RESTART,
  is: (value): value is true => value === true,
  heals: true,
  // The store of our own edge is its memory: what is retried after the restart is stored a second time.
  ownStand: false,
  signs: (fault) => ({
    ...ending(fault, 'edge_down'),
    injected: { edge_crashed: (_event, scene) => !scene.isCrashing },
  }),
  says: () => 'edge restarts',
});
