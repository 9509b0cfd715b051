import { run } from '../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../run/index.ts';
import type { TraceObserver } from '../trace/index.ts';

/** Where two runs of the same scenario and seed went apart. */
export interface Divergence {
  /** Number of the event, from 0. */
  readonly event: number;
  /** The event as JSON; null when that run had ended before it. */
  readonly first: string | null;
  readonly second: string | null;
}

export interface Verified {
  readonly result: RunResult;
  /** Null when both runs were the same, event by event. */
  readonly divergence: Divergence | null;
}

/** Runs twice and compares event by event. `makeSubject` is called for each run, so that none inherits from the other. */
export async function runTwice(
  options: Omit<RunOptions, 'subject'>,
  makeSubject: () => Promise<Subject>,
): Promise<Verified> {
  const runOnce = async (onEvent: TraceObserver): Promise<RunResult> =>
    run({ ...options, subject: await makeSubject(), onEvent });
  return runTwiceBy(runOnce, options.onEvent);
}

/** The same, by whatever runs once; `onEvent` sees the events of the second run. */
export async function runTwiceBy(
  runOnce: (onEvent: TraceObserver) => Promise<RunResult>,
  onEvent: TraceObserver | undefined,
): Promise<Verified> {
  const lines: string[] = [];
  await runOnce((event) => void lines.push(JSON.stringify(event)));
  let count = 0;
  let divergence: Divergence | null = null;
  const result = await runOnce((event) => {
    onEvent?.(event);
    const second = JSON.stringify(event);
    const first = lines[count] ?? null;
    if (divergence === null && first !== second) divergence = { event: count, first, second };
    count += 1;
  });
  if (divergence === null && count < lines.length) {
    divergence = { event: count, first: lines[count] ?? null, second: null };
  }
  return { result, divergence };
}
