// Past the door, which would load the statistics into every thread; they are the main thread's.
import { replicationOf } from '../../explore/replication-of.ts';
import type { Replication } from '../../explore/replication.ts';
import { scaledPolicy } from '../../explore/scaled-policy.ts';
import { run } from '../../run/index.ts';
import type { MeasuredSpan, Scenario } from '../../scenario/index.ts';
import type { TransportName } from '../../transport/index.ts';
import { loadSubject } from '../loading/load-subject.ts';
import type { SubjectWords } from '../loading/load-subject.ts';
import { undone } from './undone.ts';
import type { Undone } from './undone.ts';

/** One policy of a comparison, ready to be run. */
export interface PolicyJob {
  /** A name of ours or a file, as `--policies` has it. */
  readonly policy: string;
  /** With this policy in it, if it is one of ours. */
  readonly scenario: Scenario;
  /** Its delays are multiplied by this; 1 leaves it as it is. */
  readonly delayFactor: number;
}

/** One seed under all policies. Plain data: it crosses threads. */
export interface SeedJob extends Omit<SubjectWords, 'policy'> {
  readonly seed: string;
  readonly policies: readonly PolicyJob[];
  readonly span: MeasuredSpan;
  readonly transport: TransportName;
  readonly interleave: boolean;
  readonly shuffleTies: boolean;
}

export interface SeedJobResult {
  /** In the order of the policies. */
  readonly replications: readonly Replication[];
  /** Each once: of runs that could not simulate all that was asked for. */
  readonly warnings: readonly string[];
}

export type SeedJobEnd = { readonly kind: 'done' } & SeedJobResult;

interface OneRun {
  readonly replication: Replication;
  readonly warnings: readonly string[];
}

async function runPolicy(job: SeedJob, planned: PolicyJob): Promise<OneRun> {
  const { policy, scenario, delayFactor } = planned;
  const loaded = await loadSubject({ ...job, policy }, scenario);
  const subject =
    delayFactor === 1 ? loaded : { ...loaded, policy: scaledPolicy(loaded.policy, delayFactor) };
  const { seed, transport, interleave, shuffleTies, span } = job;
  const result = await run({
    scenario,
    seed,
    subject,
    transport,
    interleave,
    shuffleTies,
    measure: span,
  });
  return { replication: replicationOf(result, policy), warnings: result.warnings };
}

/** Runs all policies under one seed, one after the other. Never throws. */
export async function runSeedJob(job: SeedJob): Promise<SeedJobEnd | Undone> {
  const runs: OneRun[] = [];
  for (const planned of job.policies) {
    try {
      runs.push(await runPolicy(job, planned));
    } catch (error) {
      return undone(`seed ${job.seed}, policy ${planned.policy}`, error);
    }
  }
  return {
    kind: 'done',
    replications: runs.map(({ replication }) => replication),
    warnings: [...new Set(runs.flatMap(({ warnings }) => warnings))],
  };
}
