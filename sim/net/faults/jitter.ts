import { usFromMs } from '../../kernel/index.ts';
import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** Now and then a request takes longer. */
export const jitter: NetworkFault = {
  name: 'network.jitter',
  isOn: ({ jitter: { probability } }) => probability > 0,
  onRequest: (passage) => {
    const { probability, maxMs } = passage.network.jitter;
    if (!passage.happens('network.jitter', probability)) return PASS;
    return { kind: 'delay', us: usFromMs(passage.draw('network.jitter/delay') * maxMs) };
  },
};
