import { usFromMs } from '../../kernel/index.ts';
import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** The network delivers a request twice; the second time possibly after newer readings. */
export const duplicate: NetworkFault = {
  name: 'network.duplicate',
  onRequest: ({ network, happens, draw }) => {
    const { probability, minMs, maxMs } = network.duplicate;
    if (!happens('network.duplicate', probability)) return PASS;
    return {
      kind: 'duplicate',
      afterUs: usFromMs(minMs + draw('network.duplicate/after') * (maxMs - minMs)),
    };
  },
};
