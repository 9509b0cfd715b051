import type { Wire, WorldServices } from '../host/index.ts';
import type { Pace } from '../kernel/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { TraceEvent } from '../trace/index.ts';
import type { TransportName } from '../transport/index.ts';
import type { Fleet } from './fleet.ts';
import type { Schedule } from './schedule.ts';
import type { ActListener } from './schedule-gate.ts';
import type { Subject } from './subject.ts';

/** What a world is made of. */
export interface WorldOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  /** How messages are read. */
  readonly wire: Wire;
  readonly subject: Subject;
  readonly fleet: Fleet;
  readonly transport: TransportName;
  readonly record: (event: TraceEvent) => void;
  /** Whether a foreign edge meets other requests while it waits for files, threads or its next turn. */
  readonly interleave: boolean;
  /** Whether what several hosts do at one instant comes in an order that is drawn. */
  readonly shuffleTies: boolean;
  readonly recordBefore: WorldServices['recordBefore'];
  readonly queued: WorldServices['queued'];
  readonly wallMs: () => number;
  /** What may act, of all that is drawn; null: everything, as it is drawn. */
  readonly schedule: Schedule | null;
  readonly onAct: ActListener | null;
  /** Keeps the world at the pace of an edge that runs elsewhere, in real time; null: time jumps. */
  readonly pace: Pace | null;
  /** Stops the world here; null: at its own end. */
  readonly untilMs: number | null;
  /** Whether every reading that was born has come to an end. */
  readonly allResolved: () => boolean;
  /** Readings that were answered as done, and that the edge has not told of yet. */
  readonly doneAndNotStored: () => Iterable<{ readonly device: string; readonly reading: number }>;
}
