import { COMPARED_METRIC_NAMES, METRICS } from '../metrics/index.ts';
import type { ComparedMetricName } from '../metrics/index.ts';
import { printDuration } from '../scenario/index.ts';
import type { Comparison, PolicyOfComparison } from './comparison.ts';

/** Totals that are closer than this, relative, count as the same wait. */
const SAME_WAIT = 0.1;

/** What a policy gains by waiting less in all, whatever the shape of its delays. */
const GAINED_BY_HASTE = COMPARED_METRIC_NAMES.filter((name) => METRICS[name].compared.group === 'time');

/** What a policy gains by waiting more: outages end meanwhile. */
const GAINED_BY_PATIENCE: readonly ComparedMetricName[] = [
  'delivered',
  'deliveredWithin60s',
  'attemptsPerReading',
  'outageLoad',
  'gaveUp',
];

type Direction = 'better' | 'worse';

/**
 * What stands in the way of reading a comparison as one of shapes: policies that merely wait longer or shorter than the
 * baseline in all, and latencies of policies that deliver less. Only where a difference is significant.
 */
export function delayWarnings({
  policies,
  normalized,
}: Pick<Comparison, 'policies' | 'normalized'>): readonly string[] {
  const baseline = policies.find((policy) => policy.baseline);
  if (baseline === undefined) return [];
  return policies
    .filter((policy) => !policy.baseline)
    .flatMap((policy) => [
      ...waitWarning(policy, baseline, normalized),
      ...survivorWarning(policy, baseline),
    ]);
}

function waitWarning(
  policy: PolicyOfComparison,
  baseline: PolicyOfComparison,
  normalized: boolean,
): readonly string[] {
  const wait = waitInWords(policy, baseline);
  if (wait === null) return [];
  const gains = outcomesOf(policy, wait.longer ? GAINED_BY_PATIENCE : GAINED_BY_HASTE, 'better');
  const losses = outcomesOf(policy, wait.longer ? GAINED_BY_HASTE : GAINED_BY_PATIENCE, 'worse');
  const effects = [
    ...(gains.length === 0 ? [] : [`better in ${gains.join(', ')}`]),
    ...(losses.length === 0 ? [] : [`worse in ${losses.join(', ')}`]),
  ];
  if (effects.length === 0) return [];
  const advice = normalized || !wait.comparable ? '' : ' Compare at equal waits: --normalize.';
  return [`${wait.words}: that alone may be why it is ${effects.join(' and ')}.${advice}`];
}

interface Wait {
  readonly longer: boolean;
  readonly words: string;
  /** A factor on the delays would make the two wait equally long. */
  readonly comparable: boolean;
}

/** How a policy waits, next to the baseline; null when both wait about as long. */
function waitInWords(policy: PolicyOfComparison, baseline: PolicyOfComparison): Wait | null {
  const own = policy.meanTotalDelayMs;
  const other = baseline.meanTotalDelayMs;
  const names = [policy.policy, baseline.policy] as const;
  if (own === null && other === null) return null;
  if (own === null)
    return { longer: true, words: `${names[0]} never gives up, ${names[1]} does`, comparable: false };
  if (other === null)
    return { longer: false, words: `${names[0]} gives up, ${names[1]} never does`, comparable: false };
  if (Math.abs(own - other) <= SAME_WAIT * Math.max(own, other)) return null;
  const totals = `(${spanInWords(own)} against ${spanInWords(other)} in all)`;
  return {
    longer: own > other,
    words: `${names[0]} waits ${ratioInWords(own, other)} ${names[1]} ${totals}`,
    comparable: own > 0 && other > 0,
  };
}

function ratioInWords(own: number, other: number): string {
  if (own === 0) return 'not at all, unlike';
  if (other === 0) return 'longer than';
  const ratio = own / other;
  if (Math.abs(ratio - 0.5) < 0.01) return 'half as long as';
  return `${Number(ratio.toPrecision(2))} times as long as`;
}

/** To three digits: a mean by simulation has no more. */
function spanInWords(ms: number): string {
  return printDuration(Number(ms.toPrecision(3)));
}

/** Latency is that of what was delivered, and what was given up need not recover: who drops the slow ones looks fast. */
function survivorWarning(policy: PolicyOfComparison, baseline: PolicyOfComparison): readonly string[] {
  const warning = (
    fast: PolicyOfComparison,
    slow: PolicyOfComparison,
    lower: readonly ComparedMetricName[],
  ): readonly string[] =>
    lower.length === 0
      ? []
      : [
          `${fast.policy} has a lower ${lower.join(', ')} than ${slow.policy}, and delivers less: latency counts delivered readings alone, and what was given up waits for nothing. Look at deliveredWithin60s and gaveUp beside it.`,
        ];
  if (outcomesOf(policy, ['delivered'], 'worse').length > 0) {
    return warning(policy, baseline, outcomesOf(policy, GAINED_BY_HASTE, 'better'));
  }
  if (outcomesOf(policy, ['delivered'], 'better').length > 0) {
    return warning(baseline, policy, outcomesOf(policy, GAINED_BY_HASTE, 'worse'));
  }
  return [];
}

/** Those of the metrics in which the policy differs significantly from the baseline in this direction. */
function outcomesOf(
  { measures }: PolicyOfComparison,
  metrics: readonly ComparedMetricName[],
  direction: Direction,
): readonly ComparedMetricName[] {
  return metrics.filter((metric) => {
    const difference = measures.find((measure) => measure.metric === metric)?.difference ?? null;
    if (difference === null || !difference.significant || difference.value === null) return false;
    const { better } = METRICS[metric].compared;
    if (better === null) return false;
    return (difference.value > 0 === (better === 'higher')) === (direction === 'better');
  });
}
