import { Ledger, usualAnswers } from '../../ledger/index.ts';
import { NO_GROUPS, RunMeters } from '../../metrics/index.ts';
import type { MetricValues } from '../../metrics/index.ts';
import type { ComparisonInput, ReplicatedPolicy } from '../compare.ts';
import type { Replication } from '../replication.ts';

/** The metrics of a run in which nothing happened. */
function noMetrics(): MetricValues {
  const ledger = new Ledger({
    answers: usualAnswers('echo'),
    foreignDevice: false,
    foreignEdge: false,
    storedAtEnd: false,
    edgeTellsStored: true,
  });
  const meters = new RunMeters({ groups: NO_GROUPS, ledger, storedAsItHappens: true, span: null });
  return meters.conclude(ledger.conclude()).values;
}

export function replication(
  policy: string,
  seed: string,
  metrics: Partial<MetricValues>,
  rest: Partial<Replication> = {},
): Replication {
  return {
    policy,
    seed,
    outcome: 'passed',
    why: 'every invariant held and every expectation was met',
    broken: false,
    fingerprint: `${policy} ${seed}`,
    metrics: { ...noMetrics(), ...metrics },
    readings: { measured: 0, all: 0 },
    load: [],
    latencies: [],
    ...rest,
  };
}

/** A policy whose run under the n-th seed (from 0; its name is n + 1) had these metrics. */
export function policyWith(
  policy: string,
  seeds: number,
  metricsOf: (seed: number) => Partial<MetricValues>,
  rest: Partial<ReplicatedPolicy> = {},
): ReplicatedPolicy {
  return {
    policy,
    meanTotalDelayMs: 31_000,
    retriesMax: 5,
    delayFactor: 1,
    replications: Array.from({ length: seeds }, (_, seed) =>
      replication(policy, String(seed + 1), metricsOf(seed)),
    ),
    ...rest,
  };
}

/** A comparison of these policies, the first as the baseline, on the seeds 1, 2, … of the first. */
export function inputOf(
  policies: readonly ReplicatedPolicy[],
  rest: Partial<ComparisonInput> = {},
): ComparisonInput {
  return {
    scenario: 'storm',
    devices: 20,
    transport: 'direct',
    seeds: (policies[0]?.replications ?? []).map(({ seed }) => seed),
    baseline: policies[0]?.policy ?? '',
    normalized: false,
    primary: null,
    precision: null,
    comparisons: 1,
    complete: true,
    sweep: null,
    policies,
    ...rest,
  };
}
