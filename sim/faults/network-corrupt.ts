import { chance } from '../../settings/index.ts';
import { isPermanent } from '../ledger/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { share } from './words.ts';

/** A byte of the body is damaged. An edge that checks its input answers 400; one that does not stores nonsense. */
export const networkCorrupt = networkFault({
  name: 'network.corrupt',
  setting: chance(
    'A byte of the body is damaged beyond any valid text; the edge must refuse it and never store it.',
    'How likely a request is damaged',
    {},
  ),
  stage: 'damage',
  heals: true,
  onRequest: ({ probability }, passage) =>
    passage.happens('network.corrupt', probability)
      ? { kind: 'corrupt', at: passage.draw('network.corrupt/at') }
      : PASS,
  signs: (fault) => ({
    inEffect: {
      request_answered: (event, scene) =>
        event.copy === 0 && isPermanent(event.status) && scene.reachMarked(event, fault),
    },
    seen: { answer_delivered: (event, scene) => isPermanent(event.status) && scene.see(event, fault) },
  }),
  says: ({ probability }) => `corrupt ${share(probability)}`,
});
