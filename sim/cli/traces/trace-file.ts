import { closeSync, writeFileSync } from 'node:fs';
import { openToWrite } from '../../../program/pipes.ts';
import type { TraceObserver } from '../../trace/index.ts';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';

/** Text gathered before it is written at once. */
const BATCH_CHARACTERS = 64 * 1024;

export interface TraceFile {
  readonly observe: TraceObserver;
  /** Null when all is written; else why not, in words. */
  readonly close: () => string | null;
}

/**
 * Writes each event as a line of JSON. What goes wrong later than the opening does not end the run.
 * @throws {UsageError} when the file can't be opened.
 */
export function openTraceFile(path: string): TraceFile {
  let descriptor: number;
  try {
    descriptor = openToWrite(path, 'w');
  } catch (error) {
    throw new UsageError(`--trace ${path}: ${reasonOf(error)}`);
  }
  let batch = '';
  let failure: string | null = null;
  const attempt = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      failure ??= `--trace ${path} could not be written to its end: ${reasonOf(error)}`;
    }
  };
  const flush = (): void => {
    if (failure === null) attempt(() => writeFileSync(descriptor, batch));
    batch = '';
  };
  return {
    observe: (event) => {
      batch += `${JSON.stringify(event)}\n`;
      if (batch.length >= BATCH_CHARACTERS) flush();
    },
    close: () => {
      flush();
      attempt(() => closeSync(descriptor));
      return failure;
    },
  };
}
