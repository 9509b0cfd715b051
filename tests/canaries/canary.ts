import type { DeviceFactory, EdgeFactory, RetryPolicy } from '../../ports/index.ts';
import type { InvariantName } from '../../sim/check/index.ts';

/** A mistake that somebody could make, and what finds it. */
export interface Canary {
  /** As a sentence goes on: "an edge that …", "a device that …". */
  readonly mistake: string;
  readonly part: 'edge' | 'device';
  /** A name in scenarios/. */
  readonly scenario: string;
  readonly invariant: InvariantName;
  /** Right, where the mistake is in the device: ours, or one in the surroundings that show the mistake. */
  readonly edge: EdgeFactory;
  /** Its next version, where the mistake is in that. Default: the same. */
  readonly nextEdge?: EdgeFactory;
  /** Uses globals and modules of Node, and meets other requests where it waits for them. Default: all through ports. */
  readonly foreignEdge?: boolean;
  /** Ours, where the mistake is in the edge. */
  readonly device: DeviceFactory;
  /** Sends by modules of Node. Default: all through ports. */
  readonly foreignDevice?: boolean;
  /** What the device waits by. Default: what the scenario says. */
  readonly policy?: RetryPolicy;
}
