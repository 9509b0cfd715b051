import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** The connection is reset; half of the time the edge has got the request by then. The client can't tell. */
export const reset: NetworkFault = {
  name: 'network.reset',
  isOn: ({ reset: { probability } }) => probability > 0,
  onRequest: (passage) =>
    passage.happens('network.reset', passage.network.reset.probability)
      ? { kind: 'reset', processed: passage.draw('network.reset/processed') < 0.5 }
      : PASS,
};
