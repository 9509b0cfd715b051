import type { FaultName } from '../trace/index.ts';

/** A connection of a client, for as long as the client keeps it. */
export class Connection {
  /** When the answer to its last request was there, in µs of virtual time; null: it has carried none. */
  idleSinceUs: number | null = null;
  /** What took its other end away. Nothing says so: whatever is sent over it from then on vanishes. */
  deadBy: FaultName | null = null;
}
