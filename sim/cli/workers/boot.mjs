// A worker thread starts without what lets Node read TypeScript: `--import tsx` does nothing there. So the sources are
// reached through this file; from dist/ the job is loaded as it is, and this file is not needed.
import { register as registerCommonJs } from 'tsx/cjs/api';
import { register } from 'tsx/esm/api';

register();
registerCommonJs();

// Waited for at the top level, the job can't be loaded by require, which would give it modules of its own.
export const { runSeedJob } = await import('./seed-job.ts');
