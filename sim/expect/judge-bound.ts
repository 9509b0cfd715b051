import { METRICS } from '../metrics/index.ts';
import type { ExpectedBound } from '../scenario/expectations.ts';
import { reachOfChance } from './chance.ts';
import type { SizeChange } from './size-change.ts';

/** What became of an expectation. `why` is there when it was not judged, or is not applicable to what was run. */
export type Ruling =
  | { readonly verdict: 'met' | 'not-met'; readonly why: null }
  | { readonly verdict: 'not-judged' | 'not-applicable'; readonly why: string };

export const MET: Ruling = { verdict: 'met', why: null };
export const NOT_MET: Ruling = { verdict: 'not-met', why: null };

/** What was found of one bound. */
export interface Finding {
  readonly bound: ExpectedBound;
  /** As the bound's value is: a share where it is one. Null: not observable. */
  readonly value: number | null;
  readonly met: boolean;
  /** Readings of the run. */
  readonly readings: number;
  /** No window of the timeline changes anything: every stretch of the run is like any other. */
  readonly steady: boolean;
}

/**
 * A run of another size than the expectations were written for must neither fail for its size nor pass for it.
 *
 * | bound                                            | smaller            | longer         | other     |
 * |--------------------------------------------------|--------------------|----------------|-----------|
 * | extreme: none, all, exactly one attempt          | judged             | judged         | if met    |
 * | at least once                                    | if met             | judged         | if met    |
 * | share of the readings                            | see below          | judged if      | if met    |
 * |                                                  |                    | steady, or met |           |
 * | statistic: percentile, mean, ratio of requests   | if met             | if met         | if met    |
 * | amount: count, peak, rate, time to recover       | a least count, met | a most, met    | no        |
 *
 * Fewer readings and shorter faults do less harm. So in a smaller run a share that limits harm can only be met more easily,
 * but for chance: it is missed when it is missed by more than chance explains. One that wants harm to show need not be met.
 */
export function ruleOn(finding: Finding, change: SizeChange): Ruling {
  const { bound, value, met, readings } = finding;
  if (change.kind === 'none') return met ? MET : NOT_MET;
  const notJudged: Ruling = { verdict: 'not-judged', why: change.why };
  const nature = natureOf(bound);
  if (value === null)
    return nature === 'amount' || nature === 'statistic' || readings === 0 ? notJudged : NOT_MET;
  if (nature === 'amount') return met && isProved(bound, change) ? MET : notJudged;
  if (met) return MET;
  if (change.kind === 'other' || nature === 'statistic') return notJudged;
  if (nature === 'extreme') return NOT_MET;
  if (nature === 'once') return change.kind === 'longer' ? NOT_MET : notJudged;
  if (nature === 'worst') return change.kind === 'smaller' ? NOT_MET : notJudged;
  if (change.kind === 'longer') return finding.steady ? NOT_MET : notJudged;
  if (!limitsHarm(bound)) return notJudged;
  const off = Math.abs(value - bound.value) * readings;
  if (off > reachOfChance(readings, bound.value)) return NOT_MET;
  return { verdict: 'not-judged', why: `${readings} readings are too few to tell` };
}

type Nature = 'extreme' | 'once' | 'worst' | 'share' | 'statistic' | 'amount';

function natureOf({ metric, comparison, value, of }: ExpectedBound): Nature {
  const { unit, promised } = METRICS[metric];
  const isCount = unit === 'count' && of === null;
  const isShare = promised !== undefined && (unit === 'ratio' || of === 'generated');
  const atMost = comparison === '=' || comparison === '<=';
  if (value === 0 && atMost) return 'extreme';
  if (isCount && value === 1 && comparison === '<') return 'extreme';
  if (isCount && (value === 1 ? comparison === '>=' : value === 0 && comparison === '>')) return 'once';
  const whole = isShare || (of !== null && comparison === '=');
  if (whole && value === 1 && (comparison === '=' || comparison === '>=')) return 'extreme';
  // No reading is sent less than once.
  if (value === 1 && atMost && metric === 'attemptsPerReading') return 'extreme';
  if (isShare) return comparison === '=' ? 'statistic' : 'share';
  if (metric === 'latencyMax' && (comparison === '<' || comparison === '<=')) return 'worst';
  if (of !== null || unit === 'ratio' || unit === 'plain' || metric.startsWith('latency')) return 'statistic';
  return 'amount';
}

/** More readings can only have more of it: a least count that fewer reached, and a most that more kept to, are certain. */
function isProved({ metric, comparison }: ExpectedBound, { kind }: SizeChange): boolean {
  if (METRICS[metric].unit !== 'count' && metric !== 'peakRequestsPerSecond') return false;
  return kind === 'smaller'
    ? comparison === '>=' || comparison === '>'
    : kind === 'longer' && (comparison === '<=' || comparison === '<');
}

function limitsHarm({ metric, comparison }: ExpectedBound): boolean {
  const least = comparison === '>=' || comparison === '>';
  return METRICS[metric].promised === (least ? 'many' : 'few');
}
