import { FORMER_METRIC_NAMES, isMetricName, METRIC_NAMES, METRICS } from '../metrics/index.ts';
import type { MetricName, MetricUnit } from '../metrics/index.ts';
import { parseDuration, printDuration } from '../../settings/duration.ts';
import { accept, refuse } from '../../settings/problem.ts';
import type { Parsed } from '../../settings/problem.ts';
import { parseProbability, printProbability } from '../../settings/ratio.ts';
import type { Bound, Comparison, ExpectedBound } from './expectations.ts';
import { didYouMean } from '../../settings/suggest.ts';

export const COMPARISONS: readonly Comparison[] = ['<=', '>=', '<', '=', '>'];

/** A good bound of each unit, as a file has it. */
export const COMPARISON_EXAMPLE: Readonly<Record<MetricUnit, string>> = {
  ratio: '">= 80%"',
  count: '"= 0"',
  duration: '"< 10s"',
  rate: '"<= 50"',
  plain: '"< 1.5"',
};

/** What people write instead of the five comparisons. */
const MEANT: Readonly<Record<string, Comparison>> = {
  '==': '=',
  '===': '=',
  '=>': '>=',
  '=<': '<=',
  '≥': '>=',
  '≤': '<=',
};

/** `">= 80%"` → a bound, read by the metric's unit. */
export function parseComparison(value: unknown, unit: MetricUnit): Parsed<Bound> {
  const allowed = `one of <, <=, =, >=, > and ${VALUE_ALLOWED[unit]}, in quotes, such as ${COMPARISON_EXAMPLE[unit]}`;
  if (typeof value === 'number') {
    return refuse({ allowed, hint: `say how to compare; did you mean ${mostLikely(unit)} ${value}"?` });
  }
  if (typeof value !== 'string')
    return refuse({ code: 'wrong-type', allowed, hint: `for example ${COMPARISON_EXAMPLE[unit]}` });
  const match = /^\s*([<>=≤≥]*)\s*(.*?)\s*$/s.exec(value);
  const sign = match?.[1] ?? '';
  const rest = match?.[2] ?? '';
  const comparison = COMPARISONS.find((candidate) => candidate === sign);
  if (comparison === undefined) {
    return refuse({ allowed, hint: signHint(sign, rest, unit) });
  }
  const relative = unit === 'count' ? parseRelative(rest) : null;
  if (relative !== null) {
    return relative.ok
      ? accept({ comparison, ...relative.value })
      : refuse({ ...relative.problems[0], allowed });
  }
  const parsed = parseMetricValue(rest, unit);
  if (parsed.ok) return accept({ comparison, value: parsed.value, of: null });
  return refuse({ allowed, hint: parsed.problems[0]?.hint ?? `for example ${COMPARISON_EXAMPLE[unit]}` });
}

/** Undone exactly by `parseComparison` for the same unit. */
export function printComparison(bound: Bound, unit: MetricUnit): string {
  const { comparison, value, of } = bound;
  if (of === null) return `${comparison} ${printMetricValue(value, unit)}`;
  return `${comparison} ${value === 1 ? of : `${printProbability(value)} of ${of}`}`;
}

/** `>= 80%`, `= generated`: as a file has it. */
export function printExpectedBound(bound: ExpectedBound): string {
  return printComparison(bound, METRICS[bound.metric].unit);
}

/** A value of a metric as a person reads it. It rounds nothing but times, to a microsecond. */
export function printMetricValue(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'ratio':
      return printProbability(value);
    case 'duration':
      return printDuration(value);
    case 'count':
    case 'rate':
    case 'plain':
      return String(value);
  }
}

const VALUE_ALLOWED: Readonly<Record<MetricUnit, string>> = {
  ratio: 'a share (80% or 0.8)',
  count: 'a whole number, another count (generated) or a share of one (6% of generated)',
  duration: 'a duration with its unit',
  rate: 'a number per second',
  plain: 'a number',
};

const COUNTS: readonly MetricName[] = METRIC_NAMES.filter((name) => METRICS[name].unit === 'count');

/** `generated`, `6% of generated`: null for what is neither, so that a number can be tried. */
function parseRelative(text: string): Parsed<Pick<Bound, 'value' | 'of'>> | null {
  const match = RELATIVE.exec(text);
  const [, number, percent, of = ''] = match ?? [];
  if (match === null) {
    const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
    return share === undefined
      ? null
      : refuse({ allowed: '', hint: `say of what, such as ${share}% of generated` });
  }
  if (!isMetricName(of) || METRICS[of].unit !== 'count') {
    const hint =
      formerName(of) ?? didYouMean(of, COUNTS) ?? 'name a metric that is a count, such as generated';
    return refuse({ allowed: '', hint });
  }
  if (number === undefined) return accept({ value: 1, of });
  // Shifted as text: 7 % is exactly the number that 7/100 is.
  if (percent !== undefined) return accept({ value: Number(`${number}e-2`), of });
  return refuse({ allowed: '', hint: `a share of ${of} is written with %, such as 6% of ${of}` });
}

/** Four decimals: what is printed for less has an exponent, which nobody writes behind a percentage. */
const RELATIVE = /^(?:(\d{1,9}(?:\.\d{1,4})?)\s?(%)?\s+of\s+)?([A-Za-z]\w*)$/;

/** For editors: what a bound on a count may be besides a number. */
export const RELATIVE_PATTERN = `([0-9]{1,9}(\\.[0-9]{1,4})?\\s?%\\s+of\\s+)?[A-Za-z]+`;

function parseMetricValue(text: string, unit: MetricUnit): Parsed<number> {
  switch (unit) {
    case 'ratio':
      return parseProbability(text);
    case 'duration':
      return parseDuration(text);
    case 'count':
      return parseNumber(text, /^\d+$/);
    case 'rate':
    case 'plain':
      return parseNumber(text, /^\d+(?:\.\d+)?(?:e[-+]?\d+)?$/);
  }
}

function parseNumber(text: string, pattern: RegExp): Parsed<number> {
  const number = Number(text);
  if (!pattern.test(text) || !Number.isFinite(number) || number > Number.MAX_SAFE_INTEGER) {
    return refuse({ allowed: 'a number' });
  }
  return accept(number);
}

function mostLikely(unit: MetricUnit): string {
  return unit === 'ratio' ? '">=' : unit === 'count' ? '"=' : '"<=';
}

function signHint(sign: string, rest: string, unit: MetricUnit): string {
  const meant = MEANT[sign];
  if (meant !== undefined) return `did you mean "${meant} ${rest}"?`;
  if (sign === '' && rest !== '') return `say how to compare; did you mean ${mostLikely(unit)} ${rest}"?`;
  return `for example ${COMPARISON_EXAMPLE[unit]}`;
}

function formerName(metric: string): string | null {
  const now = FORMER_METRIC_NAMES.get(metric);
  return now === undefined ? null : `${metric} is called ${now} now`;
}
