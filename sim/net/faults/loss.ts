import { LOSE, PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** A request vanishes, independently of all others. */
export const loss: NetworkFault = {
  name: 'network.loss',
  onRequest: ({ network, happens }) => (happens('network.loss', network.loss.probability) ? LOSE : PASS),
};
