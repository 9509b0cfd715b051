import { chance } from '../../settings/index.ts';
import { LOSE, PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share } from './words.ts';

/** An answer vanishes after the edge has processed the request: what idempotency is for. */
export const networkAnswerLoss = networkFault({
  name: 'network.answerLoss',
  setting: chance(
    'An answer vanishes: the edge has processed the request, the client waits for its timeout.',
    'How likely an answer is lost',
    {},
  ),
  stage: 'answer',
  heals: true,
  outcome: 'answer lost',
  onAnswer: ({ probability }, passage) => (passage.happens('network.answerLoss', probability) ? LOSE : PASS),
  signs: ending,
  says: ({ probability }) => `answer loss ${share(probability)}`,
});
