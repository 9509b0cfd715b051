import { closeSync, openSync, writeSync } from 'node:fs';
import type { TraceObserver } from '../trace/index.ts';
import { reasonOf } from './reason-of.ts';
import { UsageError } from './usage-error.ts';

/** Text gathered before it is written at once. */
const BATCH_CHARACTERS = 64 * 1024;

export interface TraceFile {
  readonly observe: TraceObserver;
  readonly close: () => void;
}

/**
 * Writes each event as a line of JSON.
 * @throws {UsageError} when the file can't be written.
 */
export function openTraceFile(path: string): TraceFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'w');
  } catch (error) {
    throw new UsageError(`--trace ${path}: ${reasonOf(error)}`);
  }
  let batch = '';
  const flush = (): void => {
    writeSync(descriptor, batch);
    batch = '';
  };
  return {
    observe: (event) => {
      batch += `${JSON.stringify(event)}\n`;
      if (batch.length >= BATCH_CHARACTERS) flush();
    },
    close: () => {
      flush();
      closeSync(descriptor);
    },
  };
}
