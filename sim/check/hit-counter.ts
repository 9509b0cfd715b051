import type { TraceEvent } from '../trace/index.ts';

/** Sees all events of a run and counts hits. */
export interface HitCounter {
  readonly hits: number;
  observe(event: TraceEvent): void;
}
