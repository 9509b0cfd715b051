import type { PlainClock, TimerHandle } from '../../ports/index.ts';
import type { ProgramLog } from '../../program/index.ts';
import type { EdgeOptions } from '../create-edge.ts';
import { DeviceTable, watchingLog } from '../devices/device-table.ts';
import { programMetrics, timedStore } from '../metrics/program-metrics.ts';
import { LoopDelay } from '../overload/loop-delay.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import type { ServerOptions } from './program-settings.ts';
import type { RunningEdge } from './serve.ts';

/** How often it is looked who has fallen silent. */
const LOOK_MS = 5_000;

export interface WatchOptions {
  readonly options: Pick<ServerOptions, 'shed' | 'silentAfterMs'>;
  readonly clock: PlainClock;
  readonly log: ProgramLog;
  readonly store: ReadingStore;
}

/** What an edge that runs for real has beside what it does: it knows how it goes, who sends, and when it is too much. */
export interface EdgeWatch {
  readonly parts: Required<
    Pick<EdgeOptions, 'log' | 'store' | 'onStored' | 'isOverloaded' | 'metrics' | 'devices'>
  >;
  readonly answered: (seconds: number, status: number) => void;
  readonly begin: (running: RunningEdge) => void;
  /** Leaves no timer behind. */
  readonly end: () => void;
}

export function watchEdge({ options, clock, log, store }: WatchOptions): EdgeWatch {
  const { shed, silentAfterMs } = options;
  const table = new DeviceTable({ clock, log, silentAfterMs });
  const loop = new LoopDelay(clock);
  let running: RunningEdge | null = null;
  let timer: TimerHandle = null;
  const look = (): void => {
    table.look();
    timer = clock.setTimeout(look, LOOK_MS);
  };
  look();
  const metrics = programMetrics({
    connections: () => running?.connections() ?? 0,
    logLinesLost: log.lost,
    loopDelaySeconds: () => loop.ms / 1000,
    storeUp: () => store.isUp?.() !== false,
    devices: () => table.size,
    devicesSilent: () => table.silent,
  });
  return {
    parts: {
      log: watchingLog(log, table),
      store: timedStore(store, clock, metrics.commit),
      onStored: (message) => table.stored(message),
      // Only what has waited for too long is refused, not all that comes while others have: to refuse takes nearly as long as to
      // take, so an edge that refuses all would be as busy as before, and never get out of it.
      isOverloaded: (open) => open > shed.open || loop.byNowMs > shed.delayMs,
      metrics: metrics.all,
      devices: () => table.report(),
    },
    answered: metrics.request,
    begin: (begun) => {
      running = begun;
    },
    end: () => {
      clock.clearTimeout(timer);
      loop.stop();
    },
  };
}
