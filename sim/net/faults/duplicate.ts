import { usFromMs } from '../../kernel/index.ts';
import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** The network delivers a request twice; the second time possibly after newer readings. */
export const duplicate: NetworkFault = {
  name: 'network.duplicate',
  isOn: ({ duplicate: { probability } }) => probability > 0,
  onRequest: (passage) => {
    const { probability, minMs, maxMs } = passage.network.duplicate;
    if (!passage.happens('network.duplicate', probability)) return PASS;
    return {
      kind: 'duplicate',
      afterUs: usFromMs(minMs + passage.draw('network.duplicate/after') * (maxMs - minMs)),
    };
  },
};
