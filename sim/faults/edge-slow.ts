import { EDGE_FAULT_SETTINGS } from '../../edge/settings.ts';
import { programFault } from './fault.ts';
import { share, span } from './words.ts';

export const edgeSlow = programFault({
  name: 'edge.slow',
  setting: EDGE_FAULT_SETTINGS.slow,
  draws: ['slow', 'slow-delay'],
  heals: true,
  signs: (fault) => ({
    injected: { edge_logged: (event) => event.event === 'slow_simulated' },
    inEffect: {
      edge_logged: (event, scene) => {
        if (event.event !== 'slow_simulated') return false;
        const attempt = scene.atEdge(event.device, event.reading);
        if (attempt !== null) scene.reach({ ...attempt, at: event.at }, fault);
        return true;
      },
      request_answered: (event, scene) => event.copy === 0 && scene.reachMarked(event, fault),
      attempt_abandoned: (event, scene) => scene.reachMarked(event, fault),
    },
    seen: {
      attempt_abandoned: (event, scene) => scene.see(event, fault),
      answer_delivered: (event, scene) => scene.see(event, fault),
    },
  }),
  says: ({ probability, stage, ...range }) =>
    `slow ${share(probability)} by ${span(range)} ${stage.replace('-', ' ')}`,
});
