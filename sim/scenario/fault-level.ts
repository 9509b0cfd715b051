import type { FaultName } from '../trace/event.ts';
import type { FaultLevel } from './scenario.ts';

/** From weak to strong: each includes those before it. */
export const FAULT_LEVELS: readonly FaultLevel[] = ['injected', 'in-effect', 'seen'];

/**
 * The strongest level at which each fault can show. `seen` means that the client could tell from what came back to
 * it. A fault of the device happens before anything is sent, and the answer to a copy that the network made goes
 * to nobody: neither can ever be seen by the client, only be in effect.
 */
export const STRONGEST_LEVEL: Readonly<Record<FaultName, FaultLevel>> = {
  'device.drop': 'in-effect',
  'device.jitter': 'in-effect',
  'device.duplicate': 'in-effect',
  'device.invalid': 'in-effect',
  'device.reboot': 'in-effect',
  'network.loss': 'seen',
  'network.answerLoss': 'seen',
  'network.burstLoss': 'seen',
  'network.jitter': 'seen',
  'network.duplicate': 'in-effect',
  'network.reorder': 'seen',
  'network.corrupt': 'seen',
  'network.reset': 'seen',
  'network.partition': 'seen',
  'network.bandwidth': 'seen',
  'edge.overload': 'seen',
  'edge.capacity': 'seen',
  'edge.rateLimit': 'seen',
  'edge.slow': 'seen',
  'edge.contention': 'seen',
  'edge.restart': 'seen',
};

export function isStronger(a: FaultLevel, b: FaultLevel): boolean {
  return FAULT_LEVELS.indexOf(a) > FAULT_LEVELS.indexOf(b);
}
