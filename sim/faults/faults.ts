import { isIn, namesOf } from '../kernel/index.ts';
import { deviceClock } from './device-clock.ts';
import { deviceDamage } from './device-damage.ts';
import { deviceDisk } from './device-disk.ts';
import { deviceDrop } from './device-drop.ts';
import { deviceDuplicate } from './device-duplicate.ts';
import { deviceFreeze } from './device-freeze.ts';
import { deviceInvalid } from './device-invalid.ts';
import { deviceJitter } from './device-jitter.ts';
import { deviceOldCopy } from './device-old-copy.ts';
import { deviceReboot } from './device-reboot.ts';
import { deviceUnsetClock } from './device-unset-clock.ts';
import { edgeCapacity } from './edge-capacity.ts';
import { edgeClock } from './edge-clock.ts';
import { edgeContention } from './edge-contention.ts';
import { edgeCrash } from './edge-crash.ts';
import { edgeDisk } from './edge-disk.ts';
import { edgeErrors } from './edge-errors.ts';
import { edgeFreeze } from './edge-freeze.ts';
import { edgeOverload } from './edge-overload.ts';
import { edgeRateLimit } from './edge-rate-limit.ts';
import { edgeRestart } from './edge-restart.ts';
import { edgeRetryAfter } from './edge-retry-after.ts';
import { edgeSlow } from './edge-slow.ts';
import { edgeStoreOutage } from './edge-store-outage.ts';
import type { Fault } from './fault.ts';
import { networkAnswerCut } from './network-answer-cut.ts';
import { networkAnswerLoss } from './network-answer-loss.ts';
import { networkBandwidth } from './network-bandwidth.ts';
import { networkBurstLoss } from './network-burst-loss.ts';
import { networkCorrupt } from './network-corrupt.ts';
import { networkDribble } from './network-dribble.ts';
import { networkDuplicate } from './network-duplicate.ts';
import { networkHalfOpen } from './network-half-open.ts';
import { networkIdleClose } from './network-idle-close.ts';
import { networkJitter } from './network-jitter.ts';
import { networkLoss } from './network-loss.ts';
import { networkPartition } from './network-partition.ts';
import { networkReorder } from './network-reorder.ts';
import { networkRequestCut } from './network-request-cut.ts';
import { networkRequestDribble } from './network-request-dribble.ts';
import { networkReset } from './network-reset.ts';

/** Every fault, in the order of scenario files and reports. */
export const FAULTS = {
  'device.drop': deviceDrop,
  'device.jitter': deviceJitter,
  'device.duplicate': deviceDuplicate,
  'device.invalid': deviceInvalid,
  'device.reboot': deviceReboot,
  'device.clock': deviceClock,
  'device.disk': deviceDisk,
  'device.damage': deviceDamage,
  'device.oldCopy': deviceOldCopy,
  'device.unsetClock': deviceUnsetClock,
  'device.freeze': deviceFreeze,
  'network.loss': networkLoss,
  'network.answerLoss': networkAnswerLoss,
  'network.burstLoss': networkBurstLoss,
  'network.jitter': networkJitter,
  'network.duplicate': networkDuplicate,
  'network.reorder': networkReorder,
  'network.corrupt': networkCorrupt,
  'network.reset': networkReset,
  'network.idleClose': networkIdleClose,
  'network.halfOpen': networkHalfOpen,
  'network.requestCut': networkRequestCut,
  'network.requestDribble': networkRequestDribble,
  'network.answerCut': networkAnswerCut,
  'network.dribble': networkDribble,
  'network.bandwidth': networkBandwidth,
  'network.partition': networkPartition,
  'edge.overload': edgeOverload,
  'edge.capacity': edgeCapacity,
  'edge.rateLimit': edgeRateLimit,
  'edge.slow': edgeSlow,
  'edge.contention': edgeContention,
  'edge.errors': edgeErrors,
  'edge.retryAfter': edgeRetryAfter,
  'edge.restart': edgeRestart,
  'edge.clock': edgeClock,
  'edge.disk': edgeDisk,
  'edge.storeOutage': edgeStoreOutage,
  'edge.crash': edgeCrash,
  'edge.freeze': edgeFreeze,
} satisfies Readonly<Record<string, Fault>>;

/** Strictly one of ours; events know the form of a name only. */
export type KnownFault = keyof typeof FAULTS;

export const FAULT_NAMES: readonly KnownFault[] = namesOf(FAULTS);

export function isKnownFault(name: string): name is KnownFault {
  return isIn(FAULTS, name);
}

/** Those that one player plays. */
export function faultsOf(player: Fault['player']): readonly Fault[] {
  return FAULT_NAMES.map((name): Fault => FAULTS[name]).filter((fault) => fault.player === player);
}
