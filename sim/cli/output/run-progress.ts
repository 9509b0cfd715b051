import { SingleBar } from 'cli-progress';

export interface RunProgress {
  readonly runDone: (passed: boolean) => void;
  readonly stop: () => void;
}

const NO_PROGRESS: RunProgress = { runDone: () => {}, stop: () => {} };

/** A bar on stderr, in runs. */
export function createRunProgress(name: string, total: number, interactive: boolean): RunProgress {
  if (!interactive) return NO_PROGRESS;
  const bar = new SingleBar({
    format: `${name} [{bar}] {value} of {total} runs · {failed} failed · {eta_formatted} to go`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
    // Drawing waits for the event loop, and a run in this thread leaves it seldom.
    synchronousUpdate: true,
  });
  let failed = 0;
  bar.start(total, 0, { failed });
  return {
    runDone: (passed) => {
      if (!passed) failed += 1;
      bar.increment(1, { failed });
    },
    stop: () => bar.stop(),
  };
}
