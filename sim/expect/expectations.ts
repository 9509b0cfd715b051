import { INVARIANTS } from '../check/index.ts';
import type { CheckVerdict, Invariant, InvariantName, Verdicts } from '../check/index.ts';
import { FAULTS } from '../faults/index.ts';
import type { FaultCount, FaultCoverage, FaultLevel, KnownFault } from '../faults/index.ts';
import { METRICS } from '../metrics/index.ts';
import type { Metric, MetricValues } from '../metrics/index.ts';
import { printExpectedBound, printMetricValue } from '../scenario/comparison.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Comparison, ExcusedBreak, Expectations, ExpectedBound } from '../scenario/expectations.ts';
import { MET, NOT_MET, ruleOn } from './judge-bound.ts';
import type { Ruling } from './judge-bound.ts';
import { sizeChangeOf } from './size-change.ts';
import type { SizeChange } from './size-change.ts';

/** Which parts of what was run are not ours. */
export interface ForeignParts {
  readonly edge: boolean;
  readonly device: boolean;
  readonly policy: boolean;
}

/** What a scenario asked for and what the run gave. */
export type JudgedExpectation = Ruling & {
  readonly kind: 'fault' | 'metric' | 'violation';
  /** The name of the fault, metric or invariant. */
  readonly what: string;
  /** As a person reads it: `seen`, `>= 80%`, `violated: memory store forgets at a restart`. */
  readonly wanted: string;
  readonly got: string;
};

/**
 * A fault that never showed is a failure, and so is an expected violation that did not: the scenario would say
 * something that is not so. A metric that cannot be observed is never met; what
 * only a foreign edge or device could tell, and does not, is not judged. In a run of another size than the scenario was
 * written for, what its size alone may explain is not judged. Another edge or device than ours is judged by what holds for
 * everybody: not by what is said of ours, nor by faults that only ours can play, or
 * only the load that ours bring about can show.
 */
export function judgeExpectations(
  scenario: Pick<Scenario, 'durationMs' | 'fleet' | 'device' | 'timeline' | 'expect'>,
  metrics: MetricValues,
  coverage: FaultCoverage,
  verdicts: Verdicts,
  foreign: ForeignParts,
): readonly JudgedExpectation[] {
  const { expect, timeline } = scenario;
  const change = sizeChangeOf(scenario);
  const steady = timeline.length === 0;
  const { builtIn, ownPolicy } = expect;
  const judge = (bound: ExpectedBound): JudgedExpectation =>
    judgeMetric(bound, metrics, { change, steady, foreign });
  const show = (expected: ExcusedBreak): JudgedExpectation => judgeViolation(expected, verdicts, change);
  const other = otherPolicy(scenario, foreign);
  const ofOurs = notSaidOf(othersIn(foreign));
  const ofOwnPolicy = notSaidOf(othersIn(foreign) ?? other);
  return [
    ...expect.faults.map(({ fault, level }) =>
      judgeFault(fault, level, coverage[fault], { change, foreign, others: other !== null }),
    ),
    ...expect.metrics.map(judge),
    ...builtIn.metrics.map(judge).map(ofOurs),
    ...ownPolicy.metrics.map(judge).map(ofOwnPolicy),
    ...expect.violations.map(show),
    ...builtIn.violations.map(show).map(ofOurs),
    ...ownPolicy.violations.map(show).map(ofOwnPolicy),
  ];
}

/**
 * The violations that are no failure of this run: those that are expected of whatever is run, and those of our edge or
 * device where it is the one that runs.
 */
export function expectedViolations(
  { violations, builtIn, ownPolicy }: Expectations,
  foreign: ForeignParts,
): Expectations['violations'] {
  const ofOurs = [...builtIn.violations, ...ownPolicy.violations];
  return [...violations, ...ofOurs.filter(({ invariant }) => isKeptByOurs(invariant, foreign))];
}

function isKeptByOurs(invariant: InvariantName, foreign: ForeignParts): boolean {
  const { keptBy }: Invariant = INVARIANTS[invariant];
  return keptBy === 'both' ? !foreign.edge && !foreign.device : !foreign[keptBy];
}

/** What is said of our edge and device together says nothing where one of them is another: whom it is said of; null: those here. */
function othersIn({ edge, device }: ForeignParts): string | null {
  if (!edge && !device) return null;
  return `the built-in ${edge && device ? 'edge and device' : edge ? 'edge' : 'device'}`;
}

/** The same, where they try again by another policy than the file says. */
function otherPolicy(
  { device, expect }: Pick<Scenario, 'device' | 'expect'>,
  foreign: ForeignParts,
): string | null {
  const { policy } = expect.writtenFor;
  return foreign.policy || device.policy.name !== policy ? `the policy of the scenario, ${policy}` : null;
}

function notSaidOf(others: string | null): (judged: JudgedExpectation) => JudgedExpectation {
  if (others === null) return (judged) => judged;
  return (judged) => ({ ...judged, verdict: 'not-applicable', why: `it is said of ${others}` });
}

/** What must happen at least once: when it did not, a smaller run may have been too small for it. */
function onceShown(shown: boolean, change: SizeChange): Ruling {
  if (shown) return MET;
  const mayBeTooSmall = change.kind === 'smaller' || change.kind === 'other';
  return mayBeTooSmall ? { verdict: 'not-judged', why: change.why } : NOT_MET;
}

function countAt(level: FaultLevel, count: FaultCount): number | null {
  switch (level) {
    case 'injected':
      return count.injected;
    case 'in-effect':
      return count.inEffect;
    case 'seen':
      return count.seen;
  }
}

const LEVEL_WORDS: Readonly<Record<FaultLevel, string>> = {
  injected: 'injected',
  'in-effect': 'in effect',
  seen: 'seen by the client',
};

function judgeFault(
  fault: KnownFault,
  level: FaultLevel,
  count: FaultCount,
  {
    change,
    foreign,
    others,
  }: { readonly change: SizeChange; readonly foreign: ForeignParts; readonly others: boolean },
): JudgedExpectation {
  const times = countAt(level, count);
  const got = times === null ? 'no client can see it' : times === 0 ? 'never' : `${times}×`;
  const ruling =
    times === null
      ? NOT_MET
      : (notPlayed(fault, count, foreign) ??
        notMet(fault, count, times, { foreign, others }) ??
        onceShown(times > 0, change));
  return { kind: 'fault', what: fault, wanted: LEVEL_WORDS[level], got, ...ruling };
}

/** A foreign edge or device need not play faults; those that the harness plays from outside do show. */
function notPlayed(fault: KnownFault, { injected }: FaultCount, foreign: ForeignParts): Ruling | null {
  const { player } = FAULTS[fault];
  if (injected > 0 || player === 'network' || !foreign[player]) return null;
  return { verdict: 'not-applicable', why: `this ${player} does not play it` };
}

/**
 * How much a device sends at once is its own matter, and so is when: it need not be there when others would see a fault. Nor need
 * ours by another policy than the scenario's.
 */
function notMet(
  fault: KnownFault,
  { injected }: FaultCount,
  times: number,
  { foreign, others }: { readonly foreign: ForeignParts; readonly others: boolean },
): Ruling | null {
  if (times > 0) return null;
  if (foreign.device && FAULTS[fault].needsLoad)
    return { verdict: 'not-applicable', why: 'this device does not send enough at once to meet it' };
  if (injected === 0 || !(foreign.device || others)) return null;
  return {
    verdict: 'not-applicable',
    why: `${foreign.device ? 'this device' : 'who waits by this policy'} did not meet it`,
  };
}

/** What only its maker could tell of an edge or a device is neither met nor missed when it says nothing. */
function notTold({ metric, of }: ExpectedBound, metrics: MetricValues, foreign: ForeignParts): Ruling | null {
  for (const name of of === null ? [metric] : [metric, of]) {
    const { toldBy }: Metric = METRICS[name];
    if (metrics[name] !== null || toldBy === undefined || !foreign[toldBy]) continue;
    return { verdict: 'not-judged', why: `this ${toldBy} does not tell it` };
  }
  return null;
}

export function compares(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '=':
      return value === bound;
    case '>=':
      return value >= bound;
    case '>':
      return value > bound;
  }
}

function judgeMetric(
  bound: ExpectedBound,
  metrics: MetricValues,
  {
    change,
    steady,
    foreign,
  }: { readonly change: SizeChange; readonly steady: boolean; readonly foreign: ForeignParts },
): JudgedExpectation {
  const { metric, comparison, value, of } = bound;
  const judged = { kind: 'metric', what: metric, wanted: printExpectedBound(bound) } as const;
  const finding = { bound, steady, readings: metrics.generated ?? 0 };
  const amount = metrics[metric];
  const whole = of === null ? 1 : metrics[of];
  if (amount === null || whole === null) {
    const ruling =
      notTold(bound, metrics, foreign) ?? ruleOn({ ...finding, value: null, met: false }, change);
    return { ...judged, got: 'not observable', ...ruling };
  }
  // A quotient: 7 of 100 is exactly 0.07, while 7 % of 100 is not exactly 7.
  const share = of === null ? amount : amount / whole;
  // Any share of nothing is nothing.
  const met = whole === 0 ? compares(amount, comparison, 0) : compares(share, comparison, value);
  const text = printMetricValue(rounded(amount), METRICS[metric].unit);
  const plain = of === null || whole === 0 || value === 1;
  const got = plain ? text : `${text}, ${printMetricValue(rounded(share), 'ratio')}`;
  return { ...judged, got, ...ruleOn({ ...finding, value: share, met }, change) };
}

/** Counts stay whole; of the rest five digits are enough to see on which side of a bound a value is. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}

function judgeViolation(
  { invariant, because }: Expectations['violations'][number],
  verdicts: Verdicts,
  change: SizeChange,
): JudgedExpectation {
  const verdict = verdicts[invariant];
  return {
    kind: 'violation',
    what: invariant,
    wanted: `violated: ${because}`,
    got: describe(verdict),
    ...(verdict.kind === 'not-observable' ? NOT_MET : onceShown(verdict.kind === 'violated', change)),
  };
}

function describe(verdict: CheckVerdict): string {
  switch (verdict.kind) {
    case 'held':
      return 'held';
    case 'violated':
      return `violated ${verdict.count}×`;
    case 'not-observable':
      return 'not observable';
  }
}
