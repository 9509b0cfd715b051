import type { Comparison, MeasureOfPolicy, PairedDifference } from '../sim/explore/comparison.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../sim/metrics/metrics.ts';
import { differenceText } from './estimate-text.ts';
import { count, percent, plural } from './format.ts';
import { plain } from './text-width.ts';

type Claim = readonly [
  metric: ComparedMetricName,
  /** As a sentence has it after "in". */
  name: string,
  /** What a policy does with more of it than the baseline, or with less; `%` becomes how much, with a blank before it. */
  does: string,
  /** What the difference is counted in; empty where its number says so. */
  unit: string,
];

/** What a verdict speaks of, in this order. */
const CLAIMS: readonly Claim[] = [
  ['delivered', 'delivery', 'delivers {more|less}', ' points'],
  ['attemptsPerReading', 'attempts per reading', 'sends% {more|fewer} requests per reading', ' per reading'],
  ['outageLoad', 'load during the outage', 'sends% {more|fewer} requests during the outage', ' per second'],
  ['peakRequestsPer100ms', 'peaks in 100ms', 'has% {higher|lower} peaks in 100ms', ' requests'],
  ['latencyP99', 'latency p99', 'has a latency p99% {higher|lower}', ''],
  ['recoveryTime', 'time to recover', 'takes% {longer|less time} to recover', ''],
];

/** Of a primary metric it speaks alone, in plain words where it has no others for it. */
function claimsOf({ primary }: Comparison): readonly Claim[] {
  if (primary === null) return CLAIMS;
  const claims = CLAIMS.filter(([metric]) => metric === primary);
  if (claims.length > 0) return claims;
  const { unit, compared } = METRICS[primary];
  const { label } = compared;
  return [[primary, label, `is% {higher|lower} in ${label}`, unit === 'ratio' ? ' points' : '']];
}

interface Rival {
  readonly policy: string;
  readonly measure: MeasureOfPolicy;
  readonly difference: PairedDifference;
}

/**
 * What the numbers allow one to say, in a few sentences: for each claim the policy that differs most from the baseline
 * to either side, as far as the difference is significant; what can't be told apart; and what runs that all passed say
 * of failures.
 */
export function verdictInWords(comparison: Comparison): readonly string[] {
  const apart = claimsOf(comparison)
    .map((claim) => ({ claim, rivals: rivalsIn(comparison, claim[0]) }))
    .filter(({ rivals }) => rivals.length > 0);
  const alike = apart.filter(({ rivals }) => rivals.every(({ difference }) => !difference.significant));
  return [
    ...apart.flatMap(({ claim, rivals }) => differencesInWords(comparison, claim, rivals)),
    ...baselineInWords(comparison),
    ...alikeInWords(
      comparison,
      alike.map(({ claim: [, name] }) => name),
      Math.min(...alike.flatMap(({ rivals }) => rivals.map(({ difference }) => difference.n))),
    ),
    ...cleanInWords(comparison),
  ];
}

/** The policies whose difference to the baseline has an interval. */
function rivalsIn({ policies }: Comparison, metric: ComparedMetricName): readonly Rival[] {
  return policies.flatMap(({ policy, measures }) => {
    const measure = measures.find((one) => one.metric === metric);
    const difference = measure?.difference ?? null;
    if (measure === undefined || difference === null || difference.pAdjusted === null) return [];
    return [{ policy: plain(policy), measure, difference }];
  });
}

function differencesInWords(
  comparison: Comparison,
  claim: Claim,
  rivals: readonly Rival[],
): readonly string[] {
  const [metric] = claim;
  const { better } = METRICS[metric].compared;
  // What a fleet wants comes first.
  const signs = better === 'lower' ? [-1, 1] : [1, -1];
  return signs.flatMap((sign) => {
    const sided = rivals
      .filter(({ difference }) => difference.significant && sign * (difference.value ?? 0) > 0)
      .toSorted((a, b) => sign * ((b.difference.value ?? 0) - (a.difference.value ?? 0)));
    const [most, ...rest] = sided;
    return most === undefined ? [] : [differenceInWords(comparison, claim, most, rest.length)];
  });
}

function differenceInWords(
  { baseline, policies }: Comparison,
  [metric, , does, unit]: Claim,
  { policy, measure, difference }: Rival,
  others: number,
): string {
  const words = does.replace(/\{(.+)\|(.+)\}/, (difference.value ?? 0) > 0 ? '$1' : '$2');
  const reference = policies.find((one) => one.baseline)?.measures.find((one) => one.metric === metric)
    ?.estimate.value;
  const share = shareInWords(difference.value ?? 0, reference ?? null);
  const claimed = words.replace('%', share === '' ? '' : ` ${share}`);
  const { value, interval } = differenceText(difference, METRICS[metric].unit);
  const numbers = `${value}${unit}, 95% ${interval}, n ${difference.n}`;
  const best = measure.best ? ', the best of all' : '';
  const company =
    others === 0
      ? ''
      : `; ${others} other ${others === 1 ? 'policy differs' : 'policies differ'} to the same side`;
  return `${policy} ${claimed} than ${plain(baseline)}${best} (${numbers})${company}.`;
}

/** How much of the baseline's value a difference is; empty where that is 0 or not known. */
function shareInWords(value: number, reference: number | null): string {
  if (reference === null || reference <= 0) return '';
  const share = Math.abs(value) / reference;
  return share < 0.1 ? percent(share) : `${count(share * 100)}%`;
}

/** Where the baseline itself is the best: the others differ from it, each to its own extent. */
function baselineInWords(comparison: Comparison): readonly string[] {
  const baseline = comparison.policies.find((policy) => policy.baseline);
  const names = claimsOf(comparison).flatMap(([metric, name]) =>
    baseline?.measures.some((measure) => measure.metric === metric && measure.best) === true ? [name] : [],
  );
  if (baseline === undefined || names.length === 0) return [];
  return [`${plain(baseline.policy)} is the best of all in ${names.join(', ')}.`];
}

function alikeInWords({ baseline }: Comparison, names: readonly string[], n: number): readonly string[] {
  if (names.length === 0) return [];
  return [`No difference from ${plain(baseline)} in ${names.join(', ')} can be told apart at n = ${n}.`];
}

/** Runs that all passed do not prove that none can fail: so many of them only bound how likely that is. */
function cleanInWords({ policies, seeds }: Comparison): readonly string[] {
  const clean = policies.filter(
    ({ failureProbabilityBelow }) => failureProbabilityBelow !== null && failureProbabilityBelow < 1,
  );
  const bound = Math.max(...clean.map(({ failureProbabilityBelow }) => failureProbabilityBelow ?? 1));
  if (clean.length === 0) return [];
  const whose =
    clean.length === policies.length
      ? 'under any policy'
      : `under ${clean.map(({ policy }) => plain(policy)).join(', ')}`;
  return [
    `No run of ${plural(seeds.length, 'seed')} failed ${whose}: the probability of a failure is below ${percent(bound)} at 95% (three over n), not zero.`,
  ];
}
