import { usFromMs } from '../../kernel/index.ts';
import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** A request is held back for so long that newer ones overtake it. */
export const reorder: NetworkFault = {
  name: 'network.reorder',
  isOn: ({ reorder: { probability } }) => probability > 0,
  onRequest: (passage) => {
    const { probability, minMs, maxMs } = passage.network.reorder;
    if (!passage.happens('network.reorder', probability)) return PASS;
    return { kind: 'delay', us: usFromMs(minMs + passage.draw('network.reorder/delay') * (maxMs - minMs)) };
  },
};
