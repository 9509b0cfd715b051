import { METRICS, perMetric } from '../metrics/index.ts';
import type { MetricName, MetricUnit } from '../metrics/index.ts';
import { COMPARISON_EXAMPLE, parseComparison, printComparison, RELATIVE_PATTERN } from './comparison.ts';
import type { Bound } from './expectations.ts';
import { accept, gather, refuse } from '../../settings/problem.ts';
import type { Parsed } from '../../settings/problem.ts';
import { quantity } from '../../settings/quantity.ts';
import * as z from 'zod';

const ALLOWED = 'one comparison, or a list with at least one';

function comparisonSchema(unit: MetricUnit) {
  const value = unit === 'count' ? `([0-9]+|${RELATIVE_PATTERN})` : String.raw`\S+`;
  return { type: 'string', pattern: String.raw`^\s*(<=|>=|<|=|>)\s*${value}\s*$` } as const;
}

function parseBounds(value: unknown, name: MetricName): Parsed<readonly Bound[]> {
  if (!Array.isArray(value)) {
    const bound = parseBound(value, name);
    return bound.ok ? accept([bound.value]) : bound;
  }
  if (value.length === 0) return refuse({ allowed: ALLOWED });
  return gather(value.map((item: unknown, index) => [index, parseBound(item, name)]));
}

function parseBound(value: unknown, name: MetricName): Parsed<Bound> {
  const bound = parseComparison(value, METRICS[name].unit);
  if (!bound.ok || bound.value.of !== name) return bound;
  return refuse({
    found: printComparison(bound.value, METRICS[name].unit),
    allowed: 'a number, or a share of another metric',
    hint: `${name} is always all of itself; compare it with generated, for example`,
  });
}

/** One comparison, or several. */
function bounds(name: MetricName) {
  const { unit, doc } = METRICS[name];
  const comparison = comparisonSchema(unit);
  return quantity<readonly Bound[]>(`Bound on the metric ${name} (${unit}): ${doc}`, {
    form: 'comparison',
    allowed: ALLOWED,
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
export const METRIC_FIELDS = perMetric((_, name) => bounds(name));
