import type { Kernel } from '../kernel/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { TraceEvent } from '../trace/index.ts';
import type { ChanceGate } from './chance-gate.ts';
import type { AllowedPlaces } from './outside-network.ts';

/** What every host gets from the world it is in. */
export interface WorldServices {
  readonly kernel: Kernel;
  readonly random: KeyedRandom;
  /** Null: what programs draw is what they get. */
  readonly gate: ChanceGate | null;
  readonly record: (event: TraceEvent) => void;
  /** Records what `first` makes of the value of `act` before all that `act` records. */
  readonly recordBefore: <Value>(act: () => Value, first: (value: Value) => TraceEvent) => void;
  /** A request got to a server of the edge after so long in its queue: for the metrics, not for the trace. */
  readonly queued: (waitedMs: number) => void;
  /** The subject's own code failed in a way no caller of it can see; the run ends. */
  readonly crashed: (where: string, error: unknown) => void;
  /** Servers of the real world that hosts may reach. */
  readonly allowedNet: AllowedPlaces;
  /** The code of a host tried what is not simulated; `remedy`: what lets it. */
  readonly unsupported: (host: string, what: string, remedy: string | null) => void;
}
