import { perMetric } from '../metrics/index.ts';
import { brokenPromises } from '../run/index.ts';
import type { RunResult } from '../run/index.ts';
import type { Replication } from './replication.ts';

/** What of a run goes into a comparison. */
export interface ReplicationSource extends Pick<
  RunResult,
  'seed' | 'outcome' | 'why' | 'fingerprint' | 'metrics' | 'measured' | 'load' | 'invariants'
> {
  readonly ledger: Pick<RunResult['ledger'], 'generated'>;
}

/** Why it ended, or a promise that the scenario does not expect to be broken; never an expectation alone. */
function isBroken({ outcome, invariants }: ReplicationSource): boolean {
  if (outcome !== 'passed' && outcome !== 'violated') return true;
  return brokenPromises(invariants).length > 0;
}

/** A run, boiled down. `policy` is the name under which it was asked for. */
export function replicationOf(result: ReplicationSource, policy: string): Replication {
  const { seed, outcome, why, fingerprint, measured, ledger, load } = result;
  const metrics = measured?.metrics ?? result.metrics;
  const all = ledger.generated;
  const readings = { measured: measured?.readings ?? all, all };
  return {
    policy,
    seed,
    outcome,
    why,
    broken: isBroken(result),
    fingerprint,
    metrics,
    readings,
    load,
    latencies: measured?.latencies ?? [],
  };
}

/** Of a run that took its thread with it: nothing was measured, so no difference is made of it. */
export function lostReplication(
  policy: string,
  seed: string,
  outcome: 'stalled' | 'crashed',
  why: string,
): Replication {
  const readings = { measured: 0, all: 0 };
  const nothing = { metrics: perMetric(() => null), load: [], latencies: [] };
  return { policy, seed, outcome, why, broken: true, fingerprint: '', readings, ...nothing };
}
