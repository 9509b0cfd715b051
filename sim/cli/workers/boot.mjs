// A worker thread of sources that run as they are. Where there is a bundle of the same sources it starts from that, in a
// tenth of the time; else Node must be taught TypeScript first, of which a thread knows nothing. From dist/ and from a
// bundle no thread comes here.
import { bundleAsItIs } from '../../../start/bundle-as-it-is.cjs';
import { loadBundle } from '../../../start/load-bundle.cjs';

const folder = bundleAsItIs();
if (folder === null) await import('../../../start/read-typescript.mjs');

// Waited for at the top level, a job can't be loaded by require, which would give it modules of its own.
export const { liveAlone, runSeedJob, runRecordJob, runRecordedJob } =
  folder === null ? await import('./jobs.ts') : await loadBundle(folder, 'run', { keepCode: false }).jobs();
