import { createReadStream } from 'node:fs';
import { Fingerprint, readEvent } from '../trace/index.ts';
import type { TraceEvent } from '../trace/index.ts';
import { reasonOf } from './reason-of.ts';
import { UsageError } from './usage-error.ts';

/** One run of a trace file. */
export interface VerifiedRun {
  readonly events: number;
  /** SHA-256 of the events, lower-case hex: what the run itself printed. */
  readonly fingerprint: string;
}

/** A file may hold several runs, one behind the other. */
function beginsRun(event: TraceEvent): boolean {
  return event.kind === 'phase_started' && event.phase === 'faults';
}

/**
 * Computes the fingerprint of each run in a file that `--trace` wrote, line by line, in flat memory.
 * @throws {UsageError} for a file that can't be read, and for the first line that is no event.
 */
export async function verifyTrace(path: string): Promise<readonly VerifiedRun[]> {
  const runs: VerifiedRun[] = [];
  let current: Fingerprint | null = null;
  let events = 0;
  const endRun = (): void => {
    if (current !== null) runs.push({ events, fingerprint: current.digest() });
    events = 0;
  };
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    const read = readEvent(line);
    if (!read.ok) throw new UsageError(`${path}:${number}: ${read.why}. A trace is what --trace writes.`);
    if (current === null || beginsRun(read.event)) {
      endRun();
      current = new Fingerprint();
    }
    current.add(read.event);
    events += 1;
  }
  endRun();
  if (runs.length === 0) throw new UsageError(`${path} is empty: a trace has a line for each event.`);
  return runs;
}

/** Not by readline, which takes U+2028 for the end of a line, as JSON does not. */
async function* linesOf(path: string): AsyncGenerator<string, void> {
  const input = createReadStream(path, { encoding: 'utf8' });
  let rest = '';
  try {
    for await (const chunk of input) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new UsageError(`${path} can't be read: ${reasonOf(error)}`);
  }
  if (rest !== '') yield rest;
}
