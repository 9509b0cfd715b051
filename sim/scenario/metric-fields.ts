import { COMPARISON_EXAMPLE, parseComparison, printComparison, RELATIVE_PATTERN } from './comparison.ts';
import type { Bound } from './comparison.ts';
import { METRIC_UNITS } from './metric-name.ts';
import type { MetricName, MetricUnit } from './metric-name.ts';
import { accept, gather, refuse } from '../../settings/problem.ts';
import type { Parsed } from '../../settings/problem.ts';
import { quantity } from '../../settings/quantity.ts';
import * as z from 'zod';

function comparisonSchema(unit: MetricUnit) {
  const value = unit === 'count' ? `([0-9]+|${RELATIVE_PATTERN})` : String.raw`\S+`;
  return { type: 'string', pattern: String.raw`^\s*(<=|>=|<|=|>)\s*${value}\s*$` } as const;
}

function parseBounds(value: unknown, name: MetricName): Parsed<readonly Bound[]> {
  if (!Array.isArray(value)) {
    const bound = parseBound(value, name);
    return bound.ok ? accept([bound.value]) : bound;
  }
  if (value.length === 0) return refuse({ allowed: 'one comparison, or a list with at least one' });
  return gather(value.map((item: unknown, index) => [index, parseBound(item, name)]));
}

function parseBound(value: unknown, name: MetricName): Parsed<Bound> {
  const bound = parseComparison(value, METRIC_UNITS[name]);
  if (!bound.ok || bound.value.of !== name) return bound;
  return refuse({
    found: printComparison(bound.value, METRIC_UNITS[name]),
    allowed: 'a number, or a share of another metric',
    hint: `${name} is always all of itself; compare it with generated, for example`,
  });
}

/** One comparison, or several. */
function bounds(name: MetricName) {
  const unit = METRIC_UNITS[name];
  const comparison = comparisonSchema(unit);
  return quantity<readonly Bound[]>(`Bound on the metric ${name} (${unit})`, {
    form: 'comparison',
    keywords: { anyOf: [comparison, { type: 'array', items: comparison, minItems: 1 }] },
    example: COMPARISON_EXAMPLE[unit],
    values: z.custom<readonly Bound[]>(),
    parse: (value) => parseBounds(value, name),
    print: (list) => {
      const [first = '', ...others] = list.map((bound) => printComparison(bound, unit));
      return others.length === 0 ? first : [first, ...others];
    },
  });
}

/** One optional key of `expect` for each metric. */
export const METRIC_FIELDS = {
  delivered: bounds('delivered'),
  deliveredWithin60s: bounds('deliveredWithin60s'),
  generated: bounds('generated'),
  stored: bounds('stored'),
  acknowledged: bounds('acknowledged'),
  storedUnacknowledged: bounds('storedUnacknowledged'),
  duplicateAcknowledged: bounds('duplicateAcknowledged'),
  dropped: bounds('dropped'),
  rejected: bounds('rejected'),
  exhausted: bounds('exhausted'),
  overflowed: bounds('overflowed'),
  pending: bounds('pending'),
  lost: bounds('lost'),
  unexpected: bounds('unexpected'),
  attempts: bounds('attempts'),
  attemptsPerReading: bounds('attemptsPerReading'),
  duplicatedOnWire: bounds('duplicatedOnWire'),
  deduplicated: bounds('deduplicated'),
  acceptedTwice: bounds('acceptedTwice'),
  latencyP50: bounds('latencyP50'),
  latencyP90: bounds('latencyP90'),
  latencyP99: bounds('latencyP99'),
  latencyMax: bounds('latencyMax'),
  answers2xx: bounds('answers2xx'),
  answers4xx: bounds('answers4xx'),
  answers429: bounds('answers429'),
  answers503: bounds('answers503'),
  timeouts: bounds('timeouts'),
  resets: bounds('resets'),
  refusals: bounds('refusals'),
  lateAnswers: bounds('lateAnswers'),
  peakRequestsPerSecond: bounds('peakRequestsPerSecond'),
  peakRequestsPer100ms: bounds('peakRequestsPer100ms'),
  outageLoad: bounds('outageLoad'),
  recoveryTime: bounds('recoveryTime'),
  drainTime: bounds('drainTime'),
  gaveUp: bounds('gaveUp'),
  falseFailures: bounds('falseFailures'),
  fairness: bounds('fairness'),
  outboxPeak: bounds('outboxPeak'),
  dedupePeak: bounds('dedupePeak'),
} satisfies Readonly<Record<MetricName, unknown>>;
