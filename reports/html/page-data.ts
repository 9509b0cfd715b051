import type { PackedEvents } from '../trace/packed-events.ts';
import type { ActedDraw } from '../trace/witness.ts';

/** What stands in a page for its script. Plain JSON. */
export interface PageData {
  readonly runs: readonly RunData[];
}

/** Times are microseconds. */
export interface RunData {
  /** Of its article. */
  readonly id: string;
  readonly seed: string;
  readonly endAt: number;
  /** Those whose events are here, in the order in which they are shown. */
  readonly devices: readonly string[];
  readonly events: PackedEvents;
  readonly draws: readonly ActedDraw[] | null;
  /** Windows of faults. */
  readonly windows: readonly { readonly from: number; readonly to: number }[];
}
