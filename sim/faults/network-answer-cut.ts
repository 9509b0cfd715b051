import { chance } from '../../settings/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share } from './words.ts';

/** A proxy whose server is gone closes the connection; a process that was killed, or a box in between, resets it. */
const CLOSES = 0.5;

/** The status is there and a part of the body, then the connection breaks. The edge has processed the request. */
export const networkAnswerCut = networkFault({
  name: 'network.answerCut',
  setting: chance(
    'The connection breaks in the midst of an answer: its head and a part of its body have come, then one half of them are closed and the others reset. The edge has processed the request.',
    'How likely an answer breaks off',
    {},
  ),
  stage: 'answer',
  heals: true,
  outcome: 'answer lost',
  onAnswer: ({ probability }, passage) =>
    passage.happens('network.answerCut', probability)
      ? {
          kind: 'cut',
          share: passage.draw('network.answerCut/share'),
          closes: passage.draw('network.answerCut/closes') < CLOSES,
        }
      : PASS,
  signs: ending,
  says: ({ probability }) => `answers cut ${share(probability)}`,
});
