import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** `--max-semi-space-size` of the main thread does not reach a worker: three times the 64 MB that `npm run sim` gives. */
export const YOUNG_GENERATION_MB = 192;

/** What a thread starts with: from the sources, where it must be taught TypeScript first, or from a bundle. */
const JOB_FILES: Readonly<Record<string, string>> = {
  ['worker-file.ts']: 'boot.mjs',
  'bundle.cjs': 'worker.mjs',
};

/** The module that exports all that threads do. */
export const JOB_FILE = join(import.meta.dirname, JOB_FILES[basename(import.meta.filename)] ?? 'jobs.js');

/**
 * Has each thread collect its young garbage by itself, from now on. V8 would let all its helper threads join in, which
 * spares a run that has the processor for itself some waiting; where each core has a run of its own they take from the
 * other runs what they give to one, and wait for one another besides.
 */
export function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
