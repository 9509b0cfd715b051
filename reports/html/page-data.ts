import type { PackedEvents } from '../trace/packed-events.ts';
import type { PackedSeries } from '../trace/packed-series.ts';
import type { ActedDraw } from '../trace/witness.ts';
import type { Shade, TimeAxis } from './plots/axis.ts';

/** What stands in a page for its script. Plain JSON. */
export interface PageData {
  readonly runs: readonly RunData[];
  /** Of a comparison; null: it is none, or has no such plot. */
  readonly loads: PolicyLoads | null;
}

/** Requests per second under each policy, and the windows meanwhile. */
export interface PolicyLoads {
  readonly policies: readonly { readonly policy: string; readonly loadPerSecond: readonly number[] }[];
  readonly shades: readonly Shade[];
}

/** Times are microseconds. */
export interface RunData {
  /** Of its article. */
  readonly id: string;
  readonly seed: string;
  /** Those whose events are here, in the order in which they are shown. */
  readonly devices: readonly string[];
  readonly events: PackedEvents;
  readonly draws: readonly ActedDraw[] | null;
  readonly series: PackedSeries;
  /** Of its plots, with the windows of faults. */
  readonly axis: TimeAxis;
}
