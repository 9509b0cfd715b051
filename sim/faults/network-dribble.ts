import { chance, delay } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { delayingBothWays } from './signs.ts';
import { share, time } from './words.ts';

/** Bytes come all the time, and the answer does not end: who waits for the next byte only, waits on and on. */
export const networkDribble = networkFault({
  name: 'network.dribble',
  setting: chance(
    'An answer comes slowly: its head in time, its body in pieces, evenly from 0 to max. One without a body comes as late as a whole.',
    'How likely an answer dribbles in',
    { max: delay('The longest time from the head to the last byte', { standard: '10s' }) },
  ),
  stage: 'delay',
  heals: true,
  onAnswer: ({ probability, maxMs }, passage) =>
    passage.happens('network.dribble', probability)
      ? { kind: 'dribble', us: usFromMs(passage.draw('network.dribble/time') * maxMs) }
      : PASS,
  signs: delayingBothWays,
  says: ({ probability, maxMs }) => `dribbling answers ${share(probability)} up to ${time(maxMs)}`,
});
