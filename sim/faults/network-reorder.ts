import { chance, delay } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { share, span } from './words.ts';

/** A request is held back for so long that newer ones overtake it. */
export const networkReorder = networkFault({
  name: 'network.reorder',
  setting: chance(
    'A request is held back, evenly from min to max, so that newer ones overtake it.',
    'How likely a request is held back',
    {
      min: delay('The least time it is held back', { standard: '100ms' }),
      max: delay('The most time it is held back', { standard: '1s' }),
    },
  ),
  stage: 'delay',
  heals: true,
  needsLoad: true,
  onRequest: ({ probability, minMs, maxMs }, passage) => {
    if (!passage.happens('network.reorder', probability)) return PASS;
    return { kind: 'delay', us: usFromMs(minMs + passage.draw('network.reorder/delay') * (maxMs - minMs)) };
  },
  signs: (fault) => ({
    inEffect: {
      request_delivered: (event, scene, entry) => {
        if (event.copy > 0) return false;
        scene.overtake(event, fault, entry);
        return scene.isOvertaken(event, fault) && scene.reachMarked(event, fault);
      },
    },
    seen: {
      attempt_abandoned: (event, scene) => scene.see(event, fault),
      answer_delivered: (event, scene) => scene.see(event, fault),
    },
  }),
  says: ({ probability, ...range }) => `reorder ${share(probability)} by ${span(range)}`,
  holdsMs: ({ maxMs }) => maxMs,
});
