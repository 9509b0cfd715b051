import type * as z from 'zod';
import { count, decimal, delay, duration, flag, probability, word } from './field.ts';
import { orNone, section, shorthand } from './section.ts';

const retryAfter = orNone(delay('What the Retry-After header of a 503 asks for; none: no header'));

const edgeFaults = {
  overload: shorthand(
    'probability',
    section('The edge sheds requests with 503, each independently of the others.', {
      probability: probability('How likely a request is shed').optional(),
      retryAfter: retryAfter.optional(),
    }),
  ).optional(),
  capacity: orNone(
    shorthand(
      'rate',
      section('The edge is a server with a queue; beyond its limit it answers 503.', {
        rate: decimal('Requests per second that one worker serves', { min: 0.001, max: 1e6 }).optional(),
        concurrency: count('Workers that serve at the same time', { min: 1, max: 1e6 }).optional(),
        queue: count('Requests that may wait', { min: 0, max: 1e9 }).optional(),
        service: word('How service times vary', ['constant', 'exponential']).optional(),
        retryAfter: retryAfter.optional(),
      }),
    ),
  ).optional(),
  rateLimit: orNone(
    shorthand(
      'rate',
      section('A token bucket for each device; beyond it the edge answers 429.', {
        rate: decimal('Requests per second', { min: 0.001, max: 1e6 }).optional(),
        burst: count('Requests that may come at once', { min: 1, max: 1e9 }).optional(),
      }),
    ),
  ).optional(),
  slow: shorthand(
    'probability',
    section('The edge takes its time, evenly from min to max, before or after it commits.', {
      probability: probability('How likely a request is slow').optional(),
      min: delay('The least extra time').optional(),
      max: delay('The most extra time').optional(),
      stage: word('Where it waits', ['before-commit', 'after-commit']).optional(),
    }),
  ).optional(),
  contention: orNone(
    section(
      'Every reading is a write to one row under optimistic locking; whoever loses a race gets 503. The work between reading and writing the row takes evenly from min to max.',
      {
        min: delay('The least time that the work takes').optional(),
        max: delay('The most time that the work takes').optional(),
        retryAfter: retryAfter.optional(),
      },
    ),
  ).optional(),
};

/** `edge` of a scenario. Durations come out in milliseconds. */
export const edgeInputSchema = section('The ingestion service and its faults.', {
  ...edgeFaults,
  dedupe: section('The idempotency store.', {
    ttl: duration('How long the edge remembers a reading', 1).optional(),
    limit: count('The most readings that it remembers', { min: 1, max: 1e9 }).optional(),
  }).optional(),
  bodyBytesMax: count('The longest body, in bytes; longer ones get 413', { min: 1, max: 1e9 }).optional(),
});

/** `edge` of a window: its faults, and a restart. */
export const edgeWindowSchema = section('Faults of the edge in this window.', {
  ...edgeFaults,
  restart: flag('The edge crashes when the window opens and boots again when it closes').optional(),
});

export type EdgeInput = z.output<typeof edgeInputSchema>;
export type EdgeWindowInput = z.output<typeof edgeWindowSchema>;
