import { createReadStream } from 'node:fs';
import { isNamedPipe } from '../../../program/pipes.ts';
import { readEvent } from '../../trace/index.ts';
import type { TraceEvent } from '../../trace/index.ts';
import { packedSays } from './packed-file.ts';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The events of a file that `--trace` wrote, line by line, in flat memory.
 * @throws {UsageError} for a file that can't be read or is empty, and for the first line that is no event.
 */
export async function* readTrace(path: string): AsyncGenerator<TraceEvent, void> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    const read = readEvent(line);
    if (!read.ok) throw new UsageError(wrongLine(path, number, read.why));
    yield read.event;
  }
  if (number === 0) throw new UsageError(`${path} is empty: a trace has a line for each event.`);
}

function wrongLine(path: string, number: number, why: string): string {
  const packed = number === 1 ? packedSays(path) : null;
  return packed === null
    ? `${path}:${number}: ${why}. A trace is what --trace writes.`
    : `${path}: ${packed}`;
}

/** Far more than any event has: what goes on for longer is something else, or has no end. */
const LINE_CHARACTERS_MAX = 16 * 1024 * 1024;

/** A file may hold several runs, one behind the other. */
export function beginsRun(event: TraceEvent): boolean {
  return event.kind === 'phase_started' && event.phase === 'faults';
}

/** Not by readline, which takes U+2028 for the end of a line, as JSON does not. */
async function* linesOf(path: string): AsyncGenerator<string, void> {
  if (isNamedPipe(path))
    throw new UsageError(`${path} can't be read: it is a pipe. Write it to a file first.`);
  const input = createReadStream(path, { encoding: 'utf8' });
  let rest = '';
  let isBegun = false;
  try {
    for await (const chunk of input) {
      // A byte order mark is no part of the first line.
      const text = isBegun ? String(chunk) : String(chunk).replace(/^\uFEFF/, '');
      isBegun = true;
      const [end = '', ...lines] = text.split('\n');
      rest += end;
      const begun = lines.pop();
      if (begun !== undefined) {
        yield rest;
        yield* lines;
        rest = begun;
      }
      if (rest.length > LINE_CHARACTERS_MAX)
        throw new UsageError(`${path} has a line of more than 16 MiB. A trace is what --trace writes.`);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} can't be read: ${reasonOf(error)}`);
  }
  if (rest !== '') yield rest;
}
