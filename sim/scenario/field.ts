import * as z from 'zod';
import { DURATION_MS_MAX, DURATION_PATTERN, parseDuration, printDuration } from './duration.ts';
import { accept, refuse } from './parsed.ts';
import type { Parsed } from './parsed.ts';
import { parseProbability, PERCENT_PATTERN } from './probability.ts';
import { legacyHint } from './read-scalar.ts';
import { listWords, showWord } from './show-value.ts';
import { didYouMean } from './suggest.ts';

/** What a JSON Schema says of a value; `description` is shown by editors. */
export interface About {
  readonly description: string;
  readonly [keyword: string]: unknown;
}

/**
 * One value of a scenario file as a zod type: zod sees any value, `parse` decides, and what it refuses becomes zod
 * issues that carry the whole `Problem`. The JSON Schema is stated beside it, for zod cannot look into a function.
 * `example` is a good value as the file would have it, for those problems that have no better hint.
 */
export function field<T>(about: About, example: string, parse: (value: unknown) => Parsed<T>) {
  return z
    .unknown()
    .meta(about)
    .transform((value, context): T => {
      const parsed: Parsed<T> =
        value === undefined
          ? refuse({
              code: 'missing',
              found: 'nothing',
              allowed: `a value, for this key is required (${about.description})`,
            })
          : parse(value);
      if (parsed.ok) return parsed.value;
      for (const problem of parsed.problems) {
        const { at, ...params } = problem;
        context.addIssue({
          code: 'custom',
          message: problem.allowed,
          path: [...at],
          params: { ...params, example },
        });
      }
      return z.NEVER;
    });
}

/** A duration in milliseconds from `minMs` (0 unless told), such as the length of a run. */
export function duration(description: string, minMs = 0, example = '30s') {
  return durationWithin(description, { minMs, maxMs: DURATION_MS_MAX, example });
}

/** A duration that somebody will wait for by a timer, from `minMs` (0 unless told). */
export function delay(description: string, minMs = 0) {
  return durationWithin(description, { minMs, maxMs: DELAY_MS_MAX, example: '5s' });
}

/** Timers of Node and of browsers fire at once when asked for more than 2^31 − 1 ms; 24 days are just below. */
const DELAY_MS_MAX = 24 * 86_400_000;

interface DurationRange {
  readonly minMs: number;
  readonly maxMs: number;
  readonly example: string;
}

function durationWithin(description: string, { minMs, maxMs, example }: DurationRange) {
  return field<number>({ description, type: 'string', pattern: DURATION_PATTERN }, example, (value) => {
    const parsed = parseDuration(value);
    if (!parsed.ok || (parsed.value >= minMs && parsed.value <= maxMs)) return parsed;
    return refuse({ allowed: `a duration from ${printDuration(minMs)} to ${printDuration(maxMs)}` });
  });
}

/** 0 to 1, as a number or a percentage. */
export function probability(description: string) {
  return field<number>({ description, anyOf: PROBABILITY_SCHEMA }, '10%', parseProbability);
}

const PROBABILITY_SCHEMA = [
  { type: 'number', minimum: 0, maximum: 1 },
  { type: 'string', pattern: PERCENT_PATTERN },
] as const;

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** A whole number, both ends of the range allowed. */
export function count(description: string, { min, max }: NumberRange) {
  const allowed = `a whole number from ${min} to ${max}`;
  const example = String(Math.min(max, Math.max(min, 10)));
  return field<number>({ description, type: 'integer', minimum: min, maximum: max }, example, (value) => {
    if (typeof value !== 'number')
      return refuse({ code: 'wrong-type', allowed, hint: legacyHint(value, 'number') });
    if (Number.isSafeInteger(value) && value >= min && value <= max) return accept(value === 0 ? 0 : value);
    return refuse({ allowed });
  });
}

/** Any finite number, both ends of the range allowed. */
export function decimal(description: string, { min, max }: NumberRange) {
  const allowed = `a number from ${min} to ${max}`;
  const example = String(Math.min(max, Math.max(min, 2)));
  return field<number>({ description, type: 'number', minimum: min, maximum: max }, example, (value) => {
    if (typeof value !== 'number')
      return refuse({ code: 'wrong-type', allowed, hint: legacyHint(value, 'number') });
    if (value >= min && value <= max) return accept(value === 0 ? 0 : value);
    return refuse({ allowed });
  });
}

/** One of a list of words. */
export function parseWord<T extends string>(value: unknown, words: readonly T[], what: string): Parsed<T> {
  const allowed = `${what}: ${listWords(words)}`;
  if (typeof value !== 'string') return refuse({ code: 'wrong-type', allowed });
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return accept(word);
  return refuse({ code: 'unknown-name', found: showWord(value), allowed, hint: didYouMean(value, words) });
}

export function word<T extends string>(description: string, words: readonly T[], what = 'one of') {
  return field<T>({ description, enum: words }, words[0] ?? '', (value) => parseWord(value, words, what));
}

/** The word `true`; a key that cannot be false is left out instead. */
export function flag(description: string) {
  return field<true>({ description, const: true }, 'true', (value) => {
    if (value === true) return accept(true);
    const hint = value === false ? 'remove the key instead' : legacyHint(value, 'true or false');
    return refuse({ code: typeof value === 'boolean' ? 'bad-value' : 'wrong-type', allowed: 'true', hint });
  });
}
