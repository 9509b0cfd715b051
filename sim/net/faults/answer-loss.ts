import { LOSE, PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

/** An answer vanishes after the edge has processed the request: what idempotency is for. */
export const answerLoss: NetworkFault = {
  name: 'network.answerLoss',
  onAnswer: ({ network, happens }) =>
    happens('network.answerLoss', network.answerLoss.probability) ? LOSE : PASS,
};
