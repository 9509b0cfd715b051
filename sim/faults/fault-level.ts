import type { Fault } from './fault.ts';

/** From weak to strong: each includes those before it. */
export const FAULT_LEVELS = ['injected', 'in-effect', 'seen'] as const;
export type FaultLevel = (typeof FAULT_LEVELS)[number];

/**
 * Whether a client could ever tell from what comes back to it. A fault of the device happens before anything is sent, and
 * the answer to a copy that the network made goes to nobody.
 */
export function isVisible({ signs }: Pick<Fault, 'signs'>): boolean {
  return signs.seen !== undefined;
}

/** The strongest level at which a fault can show. */
export function strongestLevel(fault: Pick<Fault, 'signs'>): FaultLevel {
  return isVisible(fault) ? 'seen' : 'in-effect';
}
