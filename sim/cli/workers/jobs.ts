/** What a worker thread can do, each loaded when it is wanted. */
import type { ActListener } from '../../run/index.ts';
import type { TraceObserver } from '../../trace/index.ts';
import type { ProbeJob } from '../init/probe-job.ts';
import type { RecordJob } from './record-job.ts';
import type { RecordedJob } from './recorded-job.ts';
import type { RunJob } from './run-job.ts';
import type { SeedJob } from './seed-job.ts';

export async function runSeedJob(job: SeedJob) {
  return (await import('./seed-job.ts')).runSeedJob(job);
}

export async function runRecordJob(job: RecordJob) {
  return (await import('./record-job.ts')).runRecordJob(job);
}

export async function runRunJob(job: RunJob, onEvent?: TraceObserver, onAct?: ActListener) {
  return (await import('./run-job.ts')).runRunJob(job, { onEvent, onAct });
}

export async function runRecordedJob(job: RecordedJob, onEvent?: TraceObserver) {
  return (await import('./recorded-job.ts')).runRecordedJob(job, onEvent);
}

export async function runProbeJob(job: ProbeJob) {
  return (await import('../init/probe-job.ts')).runProbeJob(job);
}

/** For a thread that does one job and no other. */
export async function liveAlone() {
  (await import('./lone-thread.ts')).liveAlone({
    runSeedJob,
    runRecordJob,
    runRunJob,
    runRecordedJob,
    runProbeJob,
  });
}
