import { METRICS } from '../metrics/index.ts';
import type { MetricName, MetricUnit } from '../metrics/index.ts';
import type { RunResult } from '../run/index.ts';
import { printExpectedBound } from '../scenario/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ExpectedBound } from '../scenario/expectations.ts';

/** How close a run came to missing one bound. */
export interface Margin {
  /** `delivered >= 80%`, or an invariant and what it bounds: names it within its scenario. */
  readonly bound: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: MetricUnit;
  /**
   * How much of the room was left, 1 for all of it: of `<= 20` that is from 0 to 20, of `>= 95%` from 95 to 100 %. Where
   * nothing is the least or the most, the limit itself is the measure (1 where that is 0). Negative where it is missed.
   */
  readonly slack: number;
}

/** Limits that invariants hold runs to, and the metric that says how far it went. */
interface InvariantLimit {
  readonly invariant: string;
  readonly metric: MetricName;
  readonly limit: (scenario: Scenario) => number;
}

const INVARIANT_LIMITS: readonly InvariantLimit[] = [
  { invariant: 'drains-after-heal', metric: 'drainTime', limit: ({ drain }) => drain.withinMs },
  { invariant: 'memory-bounded', metric: 'outboxPeak', limit: ({ device }) => device.outbox.limit },
  { invariant: 'memory-bounded', metric: 'dedupePeak', limit: ({ edge }) => edge.dedupe.limit },
];

/** Of each bound that was judged. One that leaves no room has no margin, and of what was not observed nothing is known. */
export function marginsOf({ scenario, metrics, expectations, invariants }: RunResult): readonly Margin[] {
  const { expect } = scenario;
  const judged = expectations.filter(({ kind }) => kind === 'metric');
  const bounds = [expect, expect.builtIn, expect.ownPolicy].flatMap((part) => part.metrics);
  const asked = bounds.flatMap((bound, index) => {
    const { verdict } = judged[index] ?? { verdict: 'not-judged' };
    if (verdict !== 'met' && verdict !== 'not-met') return [];
    return marginOfBound(bound, metrics) ?? [];
  });
  const promised = INVARIANT_LIMITS.flatMap(({ invariant, metric, limit }) => {
    const value = metrics[metric];
    const seen = invariants.some(
      ({ name, verdict }) => name === invariant && verdict.kind !== 'not-observable',
    );
    if (value === null || !seen) return [];
    return marginOf(`${invariant}: ${metric}`, value, limit(scenario), METRICS[metric].unit, 'at-most');
  });
  return [...asked, ...promised];
}

function marginOfBound(bound: ExpectedBound, metrics: RunResult['metrics']): Margin | null {
  const { metric, comparison, value: limit, of } = bound;
  if (comparison === '=' || (comparison === '>=' && limit === 1 && isShare(bound))) return null;
  const amount = metrics[metric];
  const whole = of === null ? 1 : metrics[of];
  if (amount === null || whole === null) return null;
  // Any share of nothing is nothing.
  const value = whole === 0 ? 0 : amount / whole;
  const unit = of === null ? METRICS[metric].unit : 'ratio';
  const side = comparison === '<' || comparison === '<=' ? 'at-most' : 'at-least';
  return marginOf(`${metric} ${printExpectedBound(bound)}`, value, limit, unit, side);
}

function isShare({ metric, of }: ExpectedBound): boolean {
  return of !== null || METRICS[metric].unit === 'ratio';
}

function marginOf(
  bound: string,
  value: number,
  limit: number,
  unit: MetricUnit,
  side: 'at-most' | 'at-least',
): Margin {
  const distance = side === 'at-most' ? limit - value : value - limit;
  const room = side === 'at-least' && unit === 'ratio' ? 1 - limit : Math.abs(limit);
  return { bound, value, limit, unit, slack: distance / (room > 0 ? room : 1) };
}
