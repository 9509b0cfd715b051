import { chance } from '../../settings/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share } from './words.ts';

/** The other end of a connection is gone and nothing says so: the client learns by its timeout, and must connect anew. */
export const networkHalfOpen = networkFault({
  name: 'network.halfOpen',
  setting: chance(
    'The other end of a connection is gone, and nothing says so: this request and all that follow over the same connection vanish, until the client closes it.',
    'How likely a request finds the other end gone',
    {},
  ),
  stage: 'loss',
  heals: true,
  outcome: 'request lost',
  onRequest: ({ probability }, passage) =>
    passage.happens('network.halfOpen', probability) ? { kind: 'half-open' } : PASS,
  signs: ending,
  says: ({ probability }) => `half-open connections ${share(probability)}`,
});
