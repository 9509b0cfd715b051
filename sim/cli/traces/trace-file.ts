import { closeSync, writeFileSync } from 'node:fs';
import type { TraceObserver } from '../../trace/index.ts';
import { openFile } from '../file-text.ts';
import { reasonOf } from '../reason-of.ts';

/** Text gathered before it is written at once. */
const BATCH_CHARACTERS = 64 * 1024;

export interface TraceFile {
  readonly observe: TraceObserver;
  /** Null when all is written; else why not, in words. */
  readonly close: () => string | null;
}

/**
 * Writes each event as a line of JSON. What goes wrong later than the opening does not end the run.
 * @throws {UnwrittenError} when the file can't be opened.
 */
export function openTraceFile(path: string): TraceFile {
  const descriptor = openFile(path, 'w', `--trace ${path}`);
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
