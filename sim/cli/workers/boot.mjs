// A worker thread starts without what lets Node read TypeScript. So the sources are reached through this file; a bundle
// brings a file of its own, and from dist/ the job is loaded as it is.
import '../../../start/read-typescript.mjs';

// Waited for at the top level, a job can't be loaded by require, which would give it modules of its own.
export const { runSeedJob, runRecordJob } = await import('./jobs.ts');
