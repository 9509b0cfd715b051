import { run } from '../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../run/index.ts';
import { DivergenceFinder } from '../trace/index.ts';
import type { Divergence, TraceEvent, TraceObserver } from '../trace/index.ts';

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
  const before: TraceEvent[] = [];
  await runOnce((event) => void before.push(event));
  const finder = new DivergenceFinder();
  let count = 0;
  const result = await runOnce((event) => {
    onEvent?.(event);
    finder.add(before[count] ?? null, event);
    count += 1;
  });
  for (const event of before.slice(count)) finder.add(event, null);
  return { result, divergence: finder.found() };
}
