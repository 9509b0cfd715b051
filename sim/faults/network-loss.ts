import { chance } from '../../settings/index.ts';
import { LOSE, PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share } from './words.ts';

/** A request vanishes, independently of all others. */
export const networkLoss = networkFault({
  name: 'network.loss',
  setting: chance(
    'A request vanishes: the client waits for its timeout, the edge never sees it.',
    'How likely a request is lost',
    {},
  ),
  stage: 'loss',
  heals: true,
  outcome: 'request lost',
  onRequest: ({ probability }, passage) => (passage.happens('network.loss', probability) ? LOSE : PASS),
  signs: ending,
  says: ({ probability }) => `loss ${share(probability)}`,
});
