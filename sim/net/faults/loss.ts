import { LOSE, PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** A request vanishes, independently of all others. */
export const loss: NetworkFault = {
  name: 'network.loss',
  isOn: ({ loss: { probability } }) => probability > 0,
  onRequest: (passage) => (passage.happens('network.loss', passage.network.loss.probability) ? LOSE : PASS),
};
