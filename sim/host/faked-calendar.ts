import { WORLD_EPOCH_MS } from '../kernel/index.ts';
import { clockAheadMs, clockInForce, virtualEpochMs } from './faked-time.ts';
import { getterOf, methodOf, methodWhere } from './replacement.ts';
import type { Replacement } from './replacement.ts';

function isVirtual(): boolean {
  return clockInForce() !== null;
}

type Format = (date?: unknown) => unknown;

function isFormat(value: unknown): value is Format {
  return typeof value === 'function';
}

/** Node's formats take the time of day for themselves where they are given no date. */
function fakedFormat(): Replacement {
  const target = Intl.DateTimeFormat.prototype;
  const real = getterOf(target, 'format');
  // A format is the same function each time it is asked for.
  const faked = new WeakMap<Format, Format>();
  return {
    target,
    name: 'format',
    get(this: unknown) {
      const format = Reflect.apply(real, this, []);
      if (!isFormat(format)) return format;
      const known = faked.get(format) ?? ((date?: unknown) => format(date === undefined ? orNow() : date));
      faked.set(format, known);
      return known;
    },
  };
}

/** Undefined between runs: then it is the real time that is meant. */
function orNow(): number | undefined {
  return virtualEpochMs() ?? undefined;
}

/** What each of Temporal's ways to ask for the present makes of a ZonedDateTime. */
const PRESENT = {
  zonedDateTimeISO: null,
  plainDateTimeISO: 'toPlainDateTime',
  plainDateISO: 'toPlainDate',
  plainTimeISO: 'toPlainTime',
} as const;

/** Temporal came with Node 26, and our types know nothing of it yet. */
function fakedTemporal(): readonly Replacement[] {
  const temporal: unknown = Reflect.get(globalThis, 'Temporal');
  if (typeof temporal !== 'object' || temporal === null) return [];
  const now: unknown = Reflect.get(temporal, 'Now');
  const Instant: unknown = Reflect.get(temporal, 'Instant');
  if (typeof now !== 'object' || now === null || typeof Instant !== 'function') return [];
  const fromNanoseconds = methodOf(Instant, 'fromEpochNanoseconds');
  const instant = (): object => {
    const nowUs = clockInForce()?.nowUs ?? 0;
    const sinceMs = WORLD_EPOCH_MS + clockAheadMs(nowUs);
    const nanoseconds = BigInt(sinceMs) * 1_000_000n + BigInt(nowUs) * 1000n;
    return Object(Reflect.apply(fromNanoseconds, Instant, [nanoseconds]));
  };
  const timeZoneId = methodOf(now, 'timeZoneId');
  return [
    methodWhere(isVirtual, now, 'instant', instant),
    ...Object.entries(PRESENT).map(([name, part]) =>
      methodWhere(isVirtual, now, name, ({ given, real }) => {
        // Asked for the sake of what it refuses.
        real();
        const zone = given[0] ?? Reflect.apply(timeZoneId, now, []);
        const at = instant();
        const zoned = Object(Reflect.apply(methodOf(at, 'toZonedDateTimeISO'), at, [zone]));
        return part === null ? zoned : Reflect.apply(methodOf(zoned, part), zoned, []);
      }),
    ),
  ];
}

/** All that tells time as a date of a calendar, beside Date itself. */
export const CALENDAR: readonly Replacement[] = [
  fakedFormat(),
  methodWhere(isVirtual, Intl.DateTimeFormat.prototype, 'formatToParts', ({ given, real }) =>
    real(given[0] === undefined ? [orNow()] : given),
  ),
  ...fakedTemporal(),
];
