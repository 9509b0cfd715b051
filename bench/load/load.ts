import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinned } from './cores.ts';

export interface LoadOptions {
  readonly port: number;
  readonly seconds: number;
  readonly connections: number;
  /** Requests per second of all connections together; null: as many as are answered. */
  readonly rate: number | null;
  /** How many devices send, in turn. */
  readonly devices: number;
  /** No number up to this one is sent. */
  readonly from: number;
}

export interface LoadResult {
  /** Answers per second that say that a reading is stored. */
  readonly good: number;
  /** All answers per second. */
  readonly answered: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Connections that broke, and requests without an answer in time. */
  readonly errors: number;
  readonly p99Ms: number;
  readonly p50Ms: number;
}

/** Each load goes on with the numbers behind those of the one before. */
let sent = 0;

export async function load(options: Pick<LoadOptions, 'port'> & Partial<LoadOptions>): Promise<LoadResult> {
  const all: LoadOptions = {
    seconds: 5,
    connections: 32,
    rate: null,
    devices: 1_000,
    from: sent,
    ...options,
  };
  sent += 10_000_000;
  const flags = ['--import', 'tsx', join(import.meta.dirname, 'generator.ts'), JSON.stringify(all)];
  const [program, ...words] = pinned('generator', [process.execPath, ...flags]);
  const { stdout } = await promisify(execFile)(program, words);
  return JSON.parse(stdout) as LoadResult;
}
