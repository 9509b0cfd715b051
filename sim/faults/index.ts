/**
 * What can go wrong. Each fault is one file: what a scenario says of it, what it does, what healing means, how a report says
 * it, and what the trace shows of it. Start with `fault.ts`; `faults.ts` is the table. Faults of the network decide here;
 * those of device and edge are played by these programs, or by the machines under them.
 */
export { ANY_EDGE_FAULT_SETTINGS, ANY_EDGE_SETTINGS } from './edge.ts';
export type { Fault, Outcome } from './fault.ts';
export { FaultCoverageMeter } from './fault-coverage.ts';
export type { FaultCount, FaultCoverage } from './fault-coverage.ts';
export { FAULT_LEVELS, strongestLevel } from './fault-level.ts';
export type { FaultLevel } from './fault-level.ts';
export { FAULT_NAMES, FAULTS, faultsOf, isKnownFault } from './faults.ts';
export type { KnownFault } from './faults.ts';
export { healed } from './healed.ts';
export { DEVICE_HOST_KEYS, EDGE_HOST_KEYS, withoutHost } from './hosts.ts';
export { clockErrorOf } from './clock-error.ts';
export { NETWORK_SETTINGS, networkInForce } from './network.ts';
export type { NetworkSettings } from './network.ts';
