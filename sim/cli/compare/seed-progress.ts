import { SingleBar } from 'cli-progress';

export interface SeedProgress {
  /** One more seed is done. */
  readonly seedDone: () => void;
  /** So many more seeds than were thought will be run. */
  readonly addSeeds: (count: number) => void;
  readonly stop: () => void;
}

const NO_PROGRESS: SeedProgress = { seedDone: () => {}, addSeeds: () => {}, stop: () => {} };

/** A bar on stderr, in seeds. */
export function createSeedProgress(name: string, interactive: boolean): SeedProgress {
  if (!interactive) return NO_PROGRESS;
  const bar = new SingleBar({
    format: `${name} [{bar}] {value} of {total} seeds · {eta_formatted} to go`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
    // Drawing waits for the event loop, and a run in this thread leaves it seldom.
    synchronousUpdate: true,
  });
  let total = 0;
  return {
    seedDone: () => bar.increment(),
    addSeeds: (count) => {
      total += count;
      if (total === count) bar.start(total, 0);
      else bar.setTotal(total);
    },
    stop: () => bar.stop(),
  };
}
