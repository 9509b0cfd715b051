import { usFromMs } from '../../kernel/index.ts';
import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** Now and then a request takes longer. */
export const jitter: NetworkFault = {
  name: 'network.jitter',
  onRequest: ({ network, happens, draw }) => {
    const { probability, maxMs } = network.jitter;
    if (!happens('network.jitter', probability)) return PASS;
    return { kind: 'delay', us: usFromMs(draw('network.jitter/delay') * maxMs) };
  },
};
