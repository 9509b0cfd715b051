import { chance } from '../../settings/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share } from './words.ts';

/** The connection is reset; half of the time the edge has got the request by then. The client can't tell. */
export const networkReset = networkFault({
  name: 'network.reset',
  setting: chance(
    'The connection is reset, half of the time after the edge got the request.',
    'How likely a connection is reset',
    {},
  ),
  stage: 'damage',
  heals: true,
  outcome: 'reset',
  onRequest: ({ probability }, passage) =>
    passage.happens('network.reset', probability)
      ? { kind: 'reset', processed: passage.draw('network.reset/processed') < 0.5 }
      : PASS,
  signs: ending,
  says: ({ probability }) => `reset ${share(probability)}`,
});
