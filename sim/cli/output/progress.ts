import { SingleBar } from 'cli-progress';
import { wallMs } from '../../host/index.ts';
import type { TraceObserver } from '../../trace/index.ts';

/** Shorter runs need no bar. */
const SILENT_MS = 2_000;
const EVENTS_PER_LOOK = 512;

export interface Progress {
  readonly observe: TraceObserver;
  readonly stop: () => void;
}

const NO_PROGRESS: Progress = { observe: () => {}, stop: () => {} };

/** A bar on stderr, in virtual time, once a run takes longer than two seconds. */
export function createProgress(name: string, totalMs: number, interactive: boolean): Progress {
  if (!interactive) return NO_PROGRESS;
  const beganMs = wallMs();
  let bar: SingleBar | null = null;
  let seen = 0;
  return {
    observe: ({ at }) => {
      seen += 1;
      if (seen % EVENTS_PER_LOOK !== 0) return;
      if (bar === null && wallMs() - beganMs > SILENT_MS) {
        bar = new SingleBar({
          format: `${name} [{bar}] {percentage}% of the virtual time`,
          clearOnComplete: true,
          hideCursor: true,
          stream: process.stderr,
        });
        bar.start(totalMs, 0);
      }
      bar?.update(Math.min(totalMs, at / 1000));
    },
    stop: () => bar?.stop(),
  };
}
