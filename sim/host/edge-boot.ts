import type { EdgeUnderTest } from '../../ports/index.ts';
import type { Transport } from '../transport/index.ts';
import type { EdgeDeliveries } from './edge-deliveries.ts';
import type { EdgeEntrance } from './edge-entrance.ts';
import type { HostClock } from './host-clock.ts';
import type { Interleaving } from './interleaving.ts';
import type { Scope } from './scope.ts';

/** What exists of an edge from one boot to the next crash. */
export interface EdgeBoot {
  readonly boot: number;
  readonly edge: EdgeUnderTest;
  readonly transport: Transport;
  readonly clock: HostClock;
  readonly scope: Scope;
  readonly interleaving: Interleaving | null;
  readonly deliveries: EdgeDeliveries;
  readonly entrance: EdgeEntrance;
}
