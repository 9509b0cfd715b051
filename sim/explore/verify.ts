import { run } from '../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../run/index.ts';

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
  const lines: string[] = [];
  await run({
    ...options,
    subject: await makeSubject(),
    onEvent: (event) => void lines.push(JSON.stringify(event)),
  });
  let count = 0;
  let divergence: Divergence | null = null;
  const result = await run({
    ...options,
    subject: await makeSubject(),
    onEvent: (event) => {
      options.onEvent?.(event);
      const second = JSON.stringify(event);
      const first = lines[count] ?? null;
      if (divergence === null && first !== second) divergence = { event: count, first, second };
      count += 1;
    },
  });
  if (divergence === null && count < lines.length) {
    divergence = { event: count, first: lines[count] ?? null, second: null };
  }
  return { result, divergence };
}
