import type { RunResult } from '../../sim/run/result.ts';
import type { TraceEvent } from '../../sim/trace/event.ts';
import type { Witnessed } from './witness.ts';

/** A run, and what was seen of it. */
export interface RunFound {
  readonly result: RunResult;
  /** The command that shows it again. */
  readonly paste: string;
  /** Null where nobody looked on. */
  readonly witnessed: Witnessed | null;
  /** The last events of the accused reading; empty where there is none. */
  readonly story: readonly TraceEvent[];
}
