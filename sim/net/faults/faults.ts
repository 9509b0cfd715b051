import type { NetworkFault } from '../fault.ts';
import { answerLoss } from './answer-loss.ts';
import { bandwidth } from './bandwidth.ts';
import { burstLoss } from './burst-loss.ts';
import { corrupt } from './corrupt.ts';
import { duplicate } from './duplicate.ts';
import { jitter } from './jitter.ts';
import { loss } from './loss.ts';
import { partition } from './partition.ts';
import { reorder } from './reorder.ts';
import { reset } from './reset.ts';

/**
 * Every fault of the network, in the order in which a passage meets them. A verdict that ends the passage (refuse,
 * lose) spares it the rest; draws are keyed, so nothing shifts by that.
 */
export const NETWORK_FAULTS: readonly NetworkFault[] = [
  partition,
  bandwidth,
  loss,
  burstLoss,
  answerLoss,
  jitter,
  reorder,
  corrupt,
  reset,
  duplicate,
];
