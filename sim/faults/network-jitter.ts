import { chance, delay } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { delaying } from './signs.ts';
import { share, time } from './words.ts';

/** Now and then a request takes longer. */
export const networkJitter = networkFault({
  name: 'network.jitter',
  setting: chance('Extra delay on a request, evenly from 0 to max.', 'How likely a request is delayed', {
    max: delay('The most extra delay', { standard: '500ms' }),
  }),
  stage: 'delay',
  heals: true,
  onRequest: ({ probability, maxMs }, passage) => {
    if (!passage.happens('network.jitter', probability)) return PASS;
    return { kind: 'delay', us: usFromMs(passage.draw('network.jitter/delay') * maxMs) };
  },
  signs: delaying,
  says: ({ probability, maxMs }) => `jitter ${share(probability)} up to ${time(maxMs)}`,
  holdsMs: ({ maxMs }) => maxMs,
});
