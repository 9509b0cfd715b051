import { chance, delay } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { delaying } from './signs.ts';
import { share, time } from './words.ts';

/** Whoever takes what has come by then for the whole shows, and whoever lets nobody else in meanwhile. */
export const networkRequestDribble = networkFault({
  name: 'network.requestDribble',
  setting: chance(
    'A request comes slowly: its head and a part of its body in time, the rest evenly from 0 to max later.',
    'How likely a request dribbles in',
    { max: delay('The longest time from the head to the last byte', { standard: '2s' }) },
  ),
  stage: 'delay',
  heals: true,
  onRequest: ({ probability, maxMs }, passage) =>
    passage.bytes > 0 && passage.happens('network.requestDribble', probability)
      ? {
          kind: 'in-pieces',
          share: passage.draw('network.requestDribble/share'),
          us: usFromMs(passage.draw('network.requestDribble/time') * maxMs),
        }
      : PASS,
  signs: delaying,
  says: ({ probability, maxMs }) => `dribbling requests ${share(probability)} up to ${time(maxMs)}`,
  holdsMs: ({ maxMs }) => maxMs,
});
