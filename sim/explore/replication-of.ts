import { brokenPromises } from '../run/index.ts';
import type { RunResult } from '../run/index.ts';
import type { Replication } from './replication.ts';

/** What of a run goes into a comparison. */
export type ReplicationSource = Pick<
  RunResult,
  'seed' | 'outcome' | 'why' | 'fingerprint' | 'metrics' | 'load' | 'invariants'
>;

/** Why it ended, or a promise that the scenario does not expect to be broken; never an expectation alone. */
function isBroken({ outcome, invariants }: ReplicationSource): boolean {
  if (outcome === 'crashed' || outcome === 'stalled' || outcome === 'limit-hit') return true;
  return brokenPromises(invariants).length > 0;
}

/** A run, boiled down. `policy` is the name under which it was asked for. */
export function replicationOf(result: ReplicationSource, policy: string): Replication {
  const { seed, outcome, why, fingerprint, metrics, load } = result;
  return { policy, seed, outcome, why, broken: isBroken(result), fingerprint, metrics, load };
}
