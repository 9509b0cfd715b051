import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metric } from 'prom-client';
import type { PlainClock } from '../../ports/index.ts';
import type { ReadingStore } from '../store/reading-store.ts';

/** Seconds: from what memory takes to what a client gives up at. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is read when somebody asks. */
export interface ProgramGauges {
  readonly connections: () => number;
  readonly logLinesLost: () => number;
  readonly loopDelaySeconds: () => number;
  readonly storeUp: () => boolean;
  readonly devices: () => number;
  readonly devicesSilent: () => number;
}

export interface ProgramMetrics {
  readonly all: readonly Metric[];
  /** Of a whole request, from its head to the end of its answer. */
  readonly request: (seconds: number, status: number) => void;
  readonly commit: (seconds: number) => void;
}

/** What only an edge that runs for real has: how long things take, and how the process is. */
export function programMetrics(gauges: ProgramGauges): ProgramMetrics {
  const requests = new Histogram({
    name: 'petrel_edge_request_seconds',
    help: 'Time from the head of a request to the end of its answer, by class of status',
    labelNames: ['status'],
    buckets: BUCKETS,
    registers: [],
  });
  const commits = new Histogram({
    name: 'petrel_edge_store_commit_seconds',
    help: 'Time that the store takes to have a reading on disk',
    buckets: BUCKETS,
    registers: [],
  });
  const gauge = (name: string, help: string, read: () => number): Metric =>
    new Gauge({
      name: `petrel_edge_${name}`,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    });
  const lost = new Counter({
    name: 'petrel_edge_log_lines_lost_total',
    help: 'Lines of the log that could not be written',
    registers: [],
    collect() {
      this.reset();
      this.inc(gauges.logLinesLost());
    },
  });
  return {
    all: [
      requests,
      commits,
      gauge('connections', 'Connections that are open', gauges.connections),
      lost,
      gauge('event_loop_delay_seconds', 'How late the process is with its work', gauges.loopDelaySeconds),
      gauge('store_up', '1 when the store takes readings, 0 when it is away', () => Number(gauges.storeUp())),
      gauge('devices', 'Devices that have sent since the start', gauges.devices),
      gauge('devices_silent', 'Of these, those that have fallen silent', gauges.devicesSilent),
    ],
    request: (seconds, status) => requests.observe({ status: `${Math.floor(status / 100)}xx` }, seconds),
    commit: (seconds) => commits.observe(seconds),
  };
}

/** The same store, whose commits are timed. */
export function timedStore(
  store: ReadingStore,
  clock: Pick<PlainClock, 'monotonic'>,
  commit: (seconds: number) => void,
): ReadingStore {
  return {
    claim: (key, digest) => store.claim(key, digest),
    commit: (key, message) => {
      const begunMs = clock.monotonic();
      const observe = (): void => commit((clock.monotonic() - begunMs) / 1000);
      const committed = store.commit(key, message);
      if (!(committed instanceof Promise)) {
        observe();
        return undefined;
      }
      return committed.then(observe);
    },
    release: (key) => store.release(key),
    size: () => store.size(),
    peak: () => store.peak(),
    limit: store.limit,
    ...(store.page === undefined
      ? {}
      : { page: (query) => store.page?.(query) ?? { readings: [], next: null } }),
    ...(store.isUp === undefined ? {} : { isUp: () => store.isUp?.() !== false }),
    close: () => store.close(),
  };
}
