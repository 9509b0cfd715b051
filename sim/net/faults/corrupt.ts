import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** A byte of the body is damaged. An edge that checks its input answers 400; one that does not stores nonsense. */
export const corrupt: NetworkFault = {
  name: 'network.corrupt',
  isOn: ({ corrupt: { probability } }) => probability > 0,
  onRequest: (passage) =>
    passage.happens('network.corrupt', passage.network.corrupt.probability)
      ? { kind: 'corrupt', at: passage.draw('network.corrupt/at') }
      : PASS,
};
