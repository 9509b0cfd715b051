import { run } from '../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../run/index.ts';
import type { TraceEvent } from '../trace/index.ts';

/** The story of one reading, and whether the run that told it was the same run. */
export interface Explanation {
  readonly device: string;
  readonly reading: number;
  /** Its last events, in their order. */
  readonly events: readonly TraceEvent[];
  readonly sameFingerprint: boolean;
}

const EVENTS_KEPT = 16;

/** The first reading that a broken promise names; null when none is named. */
export function firstAccused(
  result: RunResult,
): { readonly device: string; readonly reading: number } | null {
  for (const { verdict, expectedBecause } of result.invariants) {
    if (verdict.kind !== 'violated' || expectedBecause !== null) continue;
    for (const { device, reading } of verdict.violations) {
      if (device !== null && reading !== null) return { device, reading };
    }
  }
  return null;
}

/**
 * Runs again and keeps what happened to one reading: cheaper than to keep everything in every run, and one more look at
 * whether the run is the same twice.
 */
export async function explain(
  options: Omit<RunOptions, 'subject'>,
  makeSubject: () => Promise<Subject>,
  result: RunResult,
): Promise<Explanation | null> {
  const accused = firstAccused(result);
  if (accused === null) return null;
  const { device, reading } = accused;
  const events: TraceEvent[] = [];
  const again = await run({
    ...options,
    subject: await makeSubject(),
    onEvent: (event) => {
      if (!('device' in event) || !('reading' in event)) return;
      if (event.device !== device || event.reading !== reading) return;
      events.push(event);
      if (events.length > EVENTS_KEPT) events.shift();
    },
  });
  return { device, reading, events, sameFingerprint: again.fingerprint === result.fingerprint };
}
