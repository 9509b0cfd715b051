import type { RequestListener } from 'node:http';
import type { Message, Metrics } from '../protocol/index.ts';
import type { EdgeAnswer, Log, PlainClock, Random } from '../ports/index.ts';
import type { Metric } from 'prom-client';
import type { Authenticate } from './auth/authenticator.ts';
import type { Reason } from './answer/refusals.ts';
import type { DeviceReport } from './devices/device-table.ts';
import { createApp } from './http/create-app.ts';
import { IngestPipeline } from './ingest/ingest-pipeline.ts';
import { Refuser } from './ingest/refuser.ts';
import { Counters } from './metrics/counters.ts';
import { Capacity } from './overload/capacity.ts';
import { ContendedRow } from '../lists/contended-row.ts';
import { RateLimiter } from '../lists/rate-limiter.ts';
import type { IngestRequest, RequestHead } from './request.ts';
import type { EdgeSettings } from './settings.ts';
import { MemoryReadingStore } from './store/memory-reading-store.ts';
import type { ReadingStore } from './store/reading-store.ts';
import type { Tracing } from './trace/request-span.ts';
import { Timers } from './timers.ts';

/** A reading further from the edge's clock than a day is flagged. */
const CLOCK_SKEW_MS_MAX = 24 * 3_600_000;

export interface EdgeOptions {
  /** Valid already; `parseEdgeSettings` checks what comes from outside. */
  readonly settings: EdgeSettings;
  readonly clock: PlainClock;
  readonly random: Random;
  readonly log: Log;
  /** Called synchronously at the commit of each reading. If it throws, the answer is 500 though the reading is stored. */
  readonly onStored?: (message: Message) => void;
  /** Called with the time that each request of a limited `capacity` waited, in ms, as its service begins. */
  readonly onQueued?: (waitedMs: number) => void;
  /** Whether answers carry a Date header; it is always real wall time. Default true. */
  readonly sendDate?: boolean;
  /** Asked at each reading: true has it refused with 503. Default: never. `open`: requests that are not answered yet. */
  readonly isOverloaded?: (open: number) => boolean;
  /** More than the edge counts itself, for those who scrape it. */
  readonly metrics?: readonly Metric[];
  /** What `GET /devices` shows. Without it there is no such path. */
  readonly devices?: () => readonly DeviceReport[];
  /** Who sends; default: nobody is asked, and anybody may send as any device. */
  readonly authenticate?: Authenticate;
  /** Who collects spans of requests. Default: nobody; then lines of the log tell the trace that a request says it belongs to. */
  readonly tracing?: Tracing | null;
  /** Default: in memory, by `settings.dedupe`. The edge closes it. */
  readonly store?: ReadingStore;
  /** A reading whose timestamp is further than this from the clock is accepted and flagged. Default 24 h. */
  readonly clockSkewMsMax?: number;
}

export interface Edge {
  /** The Express app, for `http.createServer` or supertest. */
  readonly handler: RequestListener;
  /**
   * The same pipeline without HTTP. Answers at once unless the store, a capacity, a contention or a slowness makes it wait; never
   * throws, never rejects. Of the paths it knows `/ingest` only.
   */
  readonly ingest: (request: IngestRequest) => EdgeAnswer | Promise<EdgeAnswer>;
  /** The same in two steps, of a request whose body is still to come. Exactly one of the two follows. */
  readonly begin: (head: RequestHead) => {
    readonly whole: (request: IngestRequest) => EdgeAnswer | Promise<EdgeAnswer>;
    readonly aborted: () => void;
  };
  /** Counts and logs what came over a connection and was no request, and gives its answer. */
  readonly refuseUnread: (reason: Reason) => EdgeAnswer;
  /**
   * Takes effect with the next request. Throws a RangeError, and changes nothing, when `dedupe` differs: keys that are
   * held were promised the old time.
   */
  readonly reconfigure: (settings: EdgeSettings) => void;
  readonly metrics: () => Metrics;
  /** From now on `/health` says 503, and so does every new reading. What is open goes on. */
  readonly beginDraining: () => void;
  /** Cancels all timers and closes the store. Requests that still wait are never answered, as after a crash. */
  readonly close: () => void | Promise<void>;
}

/** The ingestion edge: the pipeline, its parts, and Express around it. */
export function createEdge(options: EdgeOptions): Edge {
  const { clock, random, log, sendDate = true, clockSkewMsMax = CLOCK_SKEW_MS_MAX } = options;
  let { settings } = options;
  const timers = new Timers(clock);
  const counters = new Counters();
  const refuser = new Refuser(log, counters);
  const capacity = new Capacity(settings.capacity, timers, {
    nowMs: () => clock.monotonic(),
    waited: options.onQueued ?? ((): void => undefined),
  });
  const rateLimiter = new RateLimiter(settings.rateLimit);
  const store: ReadingStore = options.store ?? new MemoryReadingStore({ clock, ...settings.dedupe });
  const onStored = options.onStored ?? ((): void => undefined);
  const pipeline = new IngestPipeline(settings, {
    clock,
    random,
    log,
    counters,
    refuser,
    isOverloaded: () => options.isOverloaded?.(counters.inProgress) ?? false,
    authenticate: options.authenticate ?? null,
    store,
    capacity,
    rateLimiter,
    row: new ContendedRow(),
    timers,
    clockSkewMsMax,
    onStored,
  });
  const metrics = (): Metrics => counters.read(store);

  return {
    handler: createApp({
      pipeline,
      refuser,
      counters,
      metrics,
      more: options.metrics ?? [],
      devices: options.devices ?? null,
      isAuthenticated: options.authenticate !== undefined,
      store,
      tracing: options.tracing ?? null,
      sendDate,
    }),
    ingest: (request) => pipeline.ingest(request),
    begin: (head) => {
      const exchange = pipeline.arrive(head);
      return {
        whole: (request) => pipeline.answer(request, exchange),
        aborted: () => pipeline.abort(exchange),
      };
    },
    refuseUnread: (reason) => refuser.refuse(pipeline.arrive({ method: '', path: '', headers: {} }), reason),
    reconfigure: (next) => {
      const { ttlMs, limit } = settings.dedupe;
      if (next.dedupe.ttlMs !== ttlMs || next.dedupe.limit !== limit) {
        throw new RangeError(
          'dedupe cannot change while the edge runs: start a new edge to change ttlMs or limit',
        );
      }
      settings = next;
      pipeline.reconfigure(next);
      capacity.reconfigure(next.capacity);
      rateLimiter.reconfigure(next.rateLimit);
    },
    metrics,
    beginDraining: () => pipeline.beginDraining(),
    close: () => {
      timers.close();
      return store.close();
    },
  };
}
