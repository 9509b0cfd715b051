import * as z from 'zod';
import { accept, refuse } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity, QuantityOptions, Timed } from './quantity.ts';

/** 100 years of 365 days. In microseconds it is still an exact integer. */
export const DURATION_MS_MAX = 36_500 * 86_400_000;

/** For editors; `parseDuration` says more. */
const DURATION_PATTERN = '^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$';

/** Timers of Node and of browsers fire at once when asked for more than 2^31 − 1 ms; 24 days are just below. */
const DELAY_MS_MAX = 24 * 86_400_000;

interface DurationOptions extends QuantityOptions {
  /** 0 unless told. */
  readonly minMs?: number;
  /** 100 years unless told; of a delay, 24 days. */
  readonly maxMs?: number;
}

/** A length of time, such as that of a run. */
export function duration(doc: string, options: DurationOptions = {}): Quantity<number> & Timed {
  return timed(doc, options.maxMs ?? DURATION_MS_MAX, { example: '30s', ...options });
}

/** A length of time that somebody will wait for by a timer. */
export function delay(doc: string, options: DurationOptions = {}): Quantity<number> & Timed {
  return timed(doc, options.maxMs ?? DELAY_MS_MAX, options);
}

function timed(doc: string, maxMs: number, options: DurationOptions): Quantity<number> & Timed {
  const { minMs = 0 } = options;
  const allowed = `a duration from ${printDuration(minMs)} to ${printDuration(maxMs)}`;
  const within = (ms: number): boolean => ms >= minMs && ms <= maxMs;
  const reading = {
    form: 'duration',
    allowed,
    keywords: { type: 'string', pattern: DURATION_PATTERN },
    example: '5s',
    values: z.number().refine(within, `must be ${allowed}, in milliseconds`),
    parse: (value: unknown): Parsed<number> => {
      const parsed = parseDuration(value);
      return !parsed.ok || within(parsed.value) ? parsed : refuse({ allowed });
    },
    print: printDuration,
  };
  return { ...quantity(doc, reading, options), suffix: 'Ms' };
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNIT_MS;
const UNITS_LONGEST_FIRST: readonly Unit[] = ['d', 'h', 'm', 's', 'ms'];

/** What people write instead of the five units. */
const UNIT_WORDS: Readonly<Record<string, Unit>> = {
  millisecond: 'ms',
  milliseconds: 'ms',
  msec: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
};

const ALLOWED =
  'a duration with its unit, ms, s, m, h or d, such as 250ms, 5s or 1.5h, in whole milliseconds';

function isUnit(text: string): text is Unit {
  return Object.hasOwn(UNIT_MS, text);
}

/** Exact: decimals are shifted as text, never multiplied as floating point. Undefined when not whole milliseconds. */
function wholeMs(whole: string, decimals: string, unit: Unit): number | undefined {
  if (whole.length + decimals.length > 40) return undefined;
  const scale = 10n ** BigInt(decimals.length);
  const scaled = BigInt(whole + decimals) * BigInt(UNIT_MS[unit]);
  if (scaled % scale !== 0n) return undefined;
  return Number(scaled / scale);
}

/**
 * `250ms`, `5s`, `1.5h` → whole milliseconds from 0 to `DURATION_MS_MAX`. The unit is never optional, and there is
 * one unit: `1m30s` is written `90s`.
 */
export function parseDuration(value: unknown): Parsed<number> {
  if (typeof value === 'number') {
    const hint = Number.isFinite(value) && value >= 0 ? `a unit is needed; did you mean ${value}s?` : null;
    return refuse({ allowed: ALLOWED, hint });
  }
  if (typeof value !== 'string') return refuse({ code: 'wrong-type', allowed: ALLOWED });
  const match = /^(\d+)(?:\.(\d+))?([a-z]+)$/.exec(value);
  const [, whole = '', decimals = '', unit = ''] = match ?? [];
  if (!match || !isUnit(unit)) return refuse({ allowed: ALLOWED, hint: durationHint(value) });
  const ms = wholeMs(whole, decimals, unit);
  if (ms === undefined) {
    return refuse({ allowed: ALLOWED, hint: 'the smallest step is 1ms; round it to whole milliseconds' });
  }
  if (ms > DURATION_MS_MAX) return refuse({ allowed: `${ALLOWED}, at most 36500d` });
  return accept(ms);
}

/**
 * The largest unit that needs no decimals; seconds with decimals rather than thousands of milliseconds. A measured time
 * that is no whole number of milliseconds is printed to the microsecond, which `parseDuration` refuses.
 */
export function printDuration(ms: number): string {
  if (!Number.isInteger(ms)) return `${Number(ms.toFixed(3))}ms`;
  if (ms === 0) return '0s';
  if (ms % 1_000 !== 0 && ms > 1_000) return `${Math.floor(ms / 1_000)}.${trimmedThousandths(ms % 1_000)}s`;
  const unit = UNITS_LONGEST_FIRST.find((candidate) => ms % UNIT_MS[candidate] === 0) ?? 'ms';
  return `${ms / UNIT_MS[unit]}${unit}`;
}

function trimmedThousandths(rest: number): string {
  return String(rest).padStart(3, '0').replace(/0+$/, '');
}

function durationHint(text: string): string | null {
  const trimmed = text.trim().toLowerCase().replace(',', '.');
  if (/^[-−]/.test(trimmed)) return 'a duration cannot be negative';
  if (/^\d+(\.\d+)?$/.test(trimmed)) return `a unit is needed; did you mean ${trimmed}s?`;
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(trimmed);
  if (clock) {
    const seconds = Number(clock[1]) * 60 + Number(clock[2]);
    return `a duration is no clock time; for minutes and seconds write ${printDuration(seconds * 1_000)}`;
  }
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== trimmed) return null;
  let sum = 0;
  for (const [, amount = '', word = ''] of parts) {
    const unit = isUnit(word) ? word : UNIT_WORDS[word];
    if (unit === undefined) return null;
    sum += Number(amount) * UNIT_MS[unit];
  }
  return `did you mean ${printDuration(Math.round(sum))}?`;
}
