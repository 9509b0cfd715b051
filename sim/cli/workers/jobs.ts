/** What a worker thread can do, each loaded when it is wanted. */
import type { RecordJob } from './record-job.ts';
import type { SeedJob } from './seed-job.ts';

export async function runSeedJob(job: SeedJob) {
  return (await import('./seed-job.ts')).runSeedJob(job);
}

export async function runRecordJob(job: RecordJob) {
  return (await import('./record-job.ts')).runRecordJob(job);
}
