import { chance } from '../../settings/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share } from './words.ts';

/** Whatever an edge does at the head of a request (a claim, a place, a file) it has to undo. */
export const networkRequestCut = networkFault({
  name: 'network.requestCut',
  setting: chance(
    'The connection is reset in the midst of a request: the edge has its head and a part of its body, and never the rest.',
    'How likely a request breaks off',
    {},
  ),
  stage: 'loss',
  heals: true,
  outcome: 'reset',
  onRequest: ({ probability }, passage) =>
    passage.bytes > 0 && passage.happens('network.requestCut', probability)
      ? { kind: 'in-pieces', share: passage.draw('network.requestCut/share'), us: null }
      : PASS,
  signs: ending,
  says: ({ probability }) => `requests cut ${share(probability)}`,
});
