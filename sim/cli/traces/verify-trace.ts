import { Fingerprint } from '../../trace/index.ts';
import { beginsRun, readTrace } from './read-trace.ts';

/** One run of a trace file. */
export interface VerifiedRun {
  readonly events: number;
  /** SHA-256 of the events, lower-case hex: what the run itself printed. */
  readonly fingerprint: string;
}

/**
 * Computes the fingerprint of each run in a file that `--trace` wrote.
 * @throws {UsageError} for what is no trace.
 */
export async function verifyTrace(path: string): Promise<readonly VerifiedRun[]> {
  const runs: VerifiedRun[] = [];
  let current: Fingerprint | null = null;
  let events = 0;
  const endRun = (): void => {
    if (current !== null) runs.push({ events, fingerprint: current.digest() });
    events = 0;
  };
  for await (const event of readTrace(path)) {
    if (current === null || beginsRun(event)) {
      endRun();
      current = new Fingerprint();
    }
    current.add(event);
    events += 1;
  }
  endRun();
  return runs;
}
