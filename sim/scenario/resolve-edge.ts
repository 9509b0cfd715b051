import { TURNED_ON } from './defaults.ts';
import type { EdgeInput, EdgeWindowInput } from './edge-input.ts';
import type { Path } from './place.ts';
import { chance, spread } from './resolve-network.ts';
import type { EdgeSettings, Window } from './scenario.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Told of each value that has no default and was not said, by its path below `edge`. */
export type Missing = (path: Path) => void;

/** Stands in for a rate that was not said, until the error about it is reported. */
const ANY_RATE = 1;

/** What `input` says, each fault completed from the same fault of `base`. What it does not name stays away. */
export function overrideEdge(
  base: EdgeSettings,
  input: EdgeInput | EdgeWindowInput,
  missing: Missing,
): Window['edge'] {
  const over: Writable<Window['edge']> = {};
  if (input.overload) {
    const { retryAfter } = input.overload;
    const retryAfterMs = retryAfter === undefined ? base.overload.retryAfterMs : retryAfter;
    over.overload = { ...chance(base.overload, input.overload), retryAfterMs };
  }
  if (input.capacity !== undefined) over.capacity = capacity(base.capacity, input.capacity, missing);
  if (input.rateLimit !== undefined) over.rateLimit = rateLimit(base.rateLimit, input.rateLimit, missing);
  if (input.slow) {
    over.slow = { ...spread(base.slow, input.slow), stage: input.slow.stage ?? base.slow.stage };
  }
  if (input.contention !== undefined) over.contention = contention(base.contention, input.contention);
  return over;
}

export function resolveEdge(base: EdgeSettings, input: EdgeInput, missing: Missing): EdgeSettings {
  return {
    ...base,
    ...overrideEdge(base, input, missing),
    dedupe: {
      ttlMs: input.dedupe?.ttl ?? base.dedupe.ttlMs,
      limit: input.dedupe?.limit ?? base.dedupe.limit,
    },
    bodyBytesMax: input.bodyBytesMax ?? base.bodyBytesMax,
  };
}

function capacity(
  base: EdgeSettings['capacity'],
  input: Exclude<EdgeInput['capacity'], undefined>,
  missing: Missing,
): EdgeSettings['capacity'] {
  if (input === null) return null;
  const start = base ?? TURNED_ON.capacity;
  const rate = input.rate ?? base?.ratePerSecond;
  if (rate === undefined) missing(['capacity', 'rate']);
  return {
    ratePerSecond: rate ?? ANY_RATE,
    concurrency: input.concurrency ?? start.concurrency,
    queueLimit: input.queue ?? start.queueLimit,
    service: input.service ?? start.service,
    retryAfterMs: input.retryAfter === undefined ? start.retryAfterMs : input.retryAfter,
  };
}

function rateLimit(
  base: EdgeSettings['rateLimit'],
  input: Exclude<EdgeInput['rateLimit'], undefined>,
  missing: Missing,
): EdgeSettings['rateLimit'] {
  if (input === null) return null;
  const rate = input.rate ?? base?.ratePerSecond;
  if (rate === undefined) missing(['rateLimit', 'rate']);
  return {
    ratePerSecond: rate ?? ANY_RATE,
    burst: input.burst ?? base?.burst ?? TURNED_ON.rateLimit.burst,
  };
}

function contention(
  base: EdgeSettings['contention'],
  input: Exclude<EdgeInput['contention'], undefined>,
): EdgeSettings['contention'] {
  if (input === null) return null;
  const start = base ?? TURNED_ON.contention;
  return {
    minMs: input.min ?? start.minMs,
    maxMs: input.max ?? start.maxMs,
    retryAfterMs: input.retryAfter === undefined ? start.retryAfterMs : input.retryAfter,
  };
}
