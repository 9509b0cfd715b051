import { LOSE, PASS } from '../fault.ts';
import type { NetworkFault, Passage, Verdict } from '../fault.ts';

function passageOver(purpose: string, passage: Passage): Verdict {
  const { network, link, nowUs } = passage;
  const burst = network.burstLoss;
  if (burst === null) return PASS;
  const lossRatio = link.isBad(nowUs, burst) ? burst.badLoss : burst.goodLoss;
  return passage.happens(purpose, lossRatio) ? LOSE : PASS;
}

/**
 * Losses come in bursts, both ways. Source: Gilbert (1960) and Elliott (1963), with the chain stepped by time
 * instead of by packet.
 */
export const burstLoss: NetworkFault = {
  name: 'network.burstLoss',
  isOn: ({ burstLoss: burst }) => burst !== null,
  onRequest: (passage) => passageOver('network.burstLoss/request', passage),
  onAnswer: (passage) => passageOver('network.burstLoss/answer', passage),
};
