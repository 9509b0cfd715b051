import {
  as,
  chance,
  checkValues,
  count,
  decimal,
  defaultsOf,
  delay,
  duration,
  MIN_TO_MAX,
  orNone,
  section,
  switched,
  word,
  flag,
} from '../settings/index.ts';
import type { ValueOf } from '../settings/index.ts';

const RATE = { min: 0.001, max: 1e6, example: '100' };
const BURST = { min: 1, max: 1e9, standard: 10 };

function retryAfter(standard: string) {
  return orNone(delay('What the Retry-After header of a 503 asks for; none: no header', { standard }));
}

/** What goes wrong with an edge, on purpose; it plays all of it itself. */
export const EDGE_FAULT_SETTINGS = {
  overload: chance(
    'The edge sheds requests with 503, each independently of the others.',
    'How likely a request is shed',
    { retryAfter: retryAfter('1s') },
  ),
  capacity: switched(
    section(
      'The edge is a server with a queue; beyond its limit it answers 503.',
      {
        rate: as('ratePerSecond', decimal('Requests per second that one worker serves', RATE)),
        concurrency: count('Workers that serve at the same time', { min: 1, max: 1e6, standard: 1 }),
        queue: as('queueLimit', count('Requests that may wait', { min: 0, max: 1e9, standard: 50 })),
        service: word('How service times vary', ['constant', 'exponential'], { standard: 'exponential' }),
        retryAfter: retryAfter('2s'),
      },
      { short: 'rate' },
    ),
  ),
  rateLimit: switched(
    section(
      'A token bucket for each device, and one for all of them together; without a token the edge answers 429.',
      {
        rate: as(
          'ratePerSecond',
          orNone(decimal('Requests per second of each device; none: it has no limit of its own', RATE)),
        ),
        burst: count('Requests of a device that may come at once', BURST),
        total: switched(
          section(
            'The bucket of all devices together, whoever sends.',
            {
              rate: as('ratePerSecond', decimal('Requests per second of all devices', RATE)),
              burst: count('Requests of all devices that may come at once', BURST),
            },
            { short: 'rate' },
          ),
        ),
      },
      { short: 'rate' },
    ),
  ),
  slow: chance(
    'The edge takes its time, evenly from min to max, before or after it commits.',
    'How likely a request is slow',
    {
      min: delay('The least extra time', { standard: '500ms' }),
      max: delay('The most extra time', { standard: '2s' }),
      stage: word('Where it waits', ['before-commit', 'after-commit'], { standard: 'before-commit' }),
    },
  ),
  contention: switched(
    section(
      'Every reading is a write to one row under optimistic locking; whoever loses a race gets 503. The work between reading and writing the row takes evenly from min to max.',
      {
        min: delay('The least time that the work takes', { standard: '10ms' }),
        max: delay('The most time that the work takes', { standard: '50ms' }),
        retryAfter: retryAfter('none'),
      },
      { ordered: MIN_TO_MAX },
    ),
  ),
};

/** A moment in the timeline of a scenario, for as long as its window is open. */
export const RESTART = flag(
  'The edge crashes with all its memory when the window opens and boots again when it closes',
);

/** What a simulated edge stores in. As a program it is told a place instead. */
export const STORE_SETTINGS = section(
  'What the edge stores in: memory, which a restart empties; SQLite, which keeps what was synced; or Redis, which all instances of the edge share.',
  {
    kind: word('What the edge stores in', ['memory', 'sqlite', 'redis'], { standard: 'memory' }),
    sync: delay(
      'How long the disk takes to sync, where what comes meanwhile is the next transaction; or how long Redis takes to answer',
      {
        standard: '4ms',
      },
    ),
  },
  { short: 'kind' },
);

/** Everything that can be set on an edge. */
export const EDGE_SETTINGS = section('The ingestion service and its faults.', {
  ...EDGE_FAULT_SETTINGS,
  dedupe: section('The idempotency store.', {
    ttl: duration('How long the edge remembers a reading', { minMs: 1, standard: '5m' }),
    limit: count('The most readings that it remembers', { min: 1, max: 1e9, standard: 100_000 }),
  }),
  bodyBytesMax: count('The longest body, in bytes; longer ones get 413', {
    min: 1,
    max: 1e9,
    standard: 16_384,
  }),
  readingsMax: count('The most readings in one request; more get 413', { min: 1, max: 1e6, standard: 1_000 }),
});

/** Times are milliseconds, shares 0 to 1. What is null is off. */
export type StoreSettings = ValueOf<typeof STORE_SETTINGS>;
export type EdgeSettings = ValueOf<typeof EDGE_SETTINGS>;
export type CapacitySettings = NonNullable<EdgeSettings['capacity']>;
export type RateLimitSettings = NonNullable<EdgeSettings['rateLimit']>;
export type SlowSettings = EdgeSettings['slow'];
export type ContentionSettings = NonNullable<EdgeSettings['contention']>;

export const DEFAULT_EDGE_SETTINGS: EdgeSettings = defaultsOf(EDGE_SETTINGS);

/**
 * Settings that come from a program; what is left out is as by default.
 * @throws {TypeError} that names every wrong setting, its path and what is allowed.
 */
export function parseEdgeSettings(input: unknown): EdgeSettings {
  return checkValues('edge', EDGE_SETTINGS, input);
}
