import { lostRecord } from '../../sweep/index.ts';
import { createJobPool } from './job-pool.ts';
import type { JobPool } from './job-pool.ts';
import { runRecordJob } from './record-job.ts';
import type { RecordJob, RecordJobEnd } from './record-job.ts';

export type RecordRunner = JobPool<RecordJob, RecordJobEnd>;

/** Runs what a sweep or a check has planned, here or in other threads. */
export function createRecordRunner(threads: number, brought: boolean): RecordRunner {
  return createJobPool({
    threads,
    brought,
    name: 'runRecordJob',
    runHere: runRecordJob,
    nameOf: ({ scenario, seed }) => `${scenario.name}, seed ${seed}`,
    zoneOf: ({ scenario }) => scenario.zone,
    lost: ({ scenario, seed }, { why, message }) => ({
      kind: 'done',
      record: lostRecord(scenario.name, seed, why, message),
      story: [],
      draws: null,
      sameFingerprint: true,
    }),
  });
}
