import { LOSE, PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** An answer vanishes after the edge has processed the request: what idempotency is for. */
export const answerLoss: NetworkFault = {
  name: 'network.answerLoss',
  isOn: ({ answerLoss: { probability } }) => probability > 0,
  onAnswer: (passage) =>
    passage.happens('network.answerLoss', passage.network.answerLoss.probability) ? LOSE : PASS,
};
