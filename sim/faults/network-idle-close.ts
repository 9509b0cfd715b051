import { chance, delay } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share, time } from './words.ts';

/** Whoever keeps the other end of an idle connection has forgotten it: the request that comes over it is answered by a reset. */
export const networkIdleClose = networkFault({
  name: 'network.idleClose',
  setting: chance(
    'A connection that the client kept was closed by the other side meanwhile: the next request over it is reset and never reaches the edge. A connection that has carried no request yet is spared.',
    'How likely a request over a kept connection finds it closed',
    {
      after: delay('How long the connection must have been idle', { standard: '0s', usual: [0, 60_000] }),
    },
  ),
  stage: 'damage',
  heals: true,
  outcome: 'reset',
  onRequest: ({ probability, afterMs }, passage) => {
    const { idleUs } = passage;
    if (idleUs === null || idleUs < usFromMs(afterMs)) return PASS;
    return passage.happens('network.idleClose', probability) ? { kind: 'reset', processed: false } : PASS;
  },
  signs: ending,
  says: ({ probability, afterMs }) =>
    `idle close ${share(probability)}${afterMs > 0 ? ` after ${time(afterMs)}` : ''}`,
});
