import { closeSync, ftruncateSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { blobLine, hasPassed, readBlob } from '../../sweep/index.ts';
import type { Blob, BlobHead, BlobRun } from '../../sweep/index.ts';
import { holdFolder } from '../../../program/hold-folder.ts';
import { fileText, openFile } from '../file-text.ts';
import { packedSays } from '../traces/packed-file.ts';
import { reasonOf } from '../reason-of.ts';
import { UnwrittenError, UsageError } from '../usage-error.ts';

/** The results of a sweep on disk, a line for each run as it ends: what is written is never lost, whoever dies. */
export interface SweepFile {
  /** Runs that an earlier sweep of the same plan has done. */
  readonly done: readonly BlobRun[];
  /** @throws what the file system says: then the run is not kept. */
  readonly add: (run: BlobRun) => void;
  /** Once all of its runs are in it. */
  readonly end: () => void;
  readonly close: () => Promise<void>;
}

/** For a sweep that keeps nothing. */
export const NO_FILE: SweepFile = { done: [], add: () => {}, end: () => {}, close: async () => {} };

/**
 * Goes on with the sweep in the file, or begins one. Nobody else does so until it is closed, or this process ends.
 * @throws {UsageError} for a file that holds something else, which is left as it is, and for one that another sweep is at.
 * @throws {UnwrittenError} where the file can't be written.
 */
export async function openSweepFile(path: string, head: BlobHead): Promise<SweepFile> {
  const descriptor = openFile(path, 'a', `--out ${path}`);
  const release = await held(path);
  const close = async (): Promise<void> => {
    closeSync(descriptor);
    await release();
  };
  try {
    return begun(path, { head, descriptor, close });
  } catch (error) {
    await close();
    throw error instanceof UsageError
      ? error
      : new UnwrittenError(`--out ${path} could not be written: ${reasonOf(error)}`);
  }
}

interface Begun {
  readonly head: BlobHead;
  readonly descriptor: number;
  readonly close: () => Promise<void>;
}

function begun(path: string, { head, descriptor, close }: Begun): SweepFile {
  const before = readSweepFile(path);
  if (before !== null) mustBeSame(path, before, head);
  const runs: BlobRun[] = [...(before?.runs ?? [])];
  // All of it, or it throws: where there is room for a part alone, a single write says so to nobody.
  const write = (line: string): void => writeFileSync(descriptor, line);
  if (before === null) write(blobLine(head));
  // A line that was cut off is no run; its place is taken by the next one.
  else ftruncateSync(descriptor, wholeBytes(path));
  return {
    done: runs.slice(),
    add: (run) => {
      write(blobLine(run));
      runs.push(run);
    },
    end: () => {
      if (before?.end) return;
      const failed = runs.filter(({ record }) => !hasPassed(record)).length;
      write(blobLine({ end: { runs: runs.length, failed } }));
    },
    close,
  };
}

/**
 * Null where there is nothing yet.
 * @throws {UsageError} when it is no sweep's.
 */
export function readSweepFile(path: string): Blob | null {
  // A device has no end to be read to.
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) return null;
  const text = fileText(path) ?? '';
  if (text === '') return null;
  const read = readBlob(text);
  if (read.ok) return read.blob;
  const packed = packedSays(path);
  if (packed !== null) throw new UsageError(`${path}: ${packed}`);
  throw new UsageError(`${path} holds no results of a sweep: ${read.why}. Name another file, or remove it.`);
}

/** A device is everybody's. */
async function held(path: string): Promise<() => Promise<void>> {
  if (!statSync(path).isFile()) return async () => {};
  const release = await holdFolder(path);
  if (release !== null) return release;
  throw new UsageError(
    `${path}: another sweep is writing to it. Wait until it is done, or name another file.`,
  );
}

/** How many bytes of a file are whole lines. Not of its text: what code under test says may take several bytes a letter. */
function wholeBytes(path: string): number {
  return readFileSync(path).lastIndexOf('\n') + 1;
}

function mustBeSame(path: string, { head: before, runs }: Blob, now: BlobHead): void {
  const differs =
    before.version !== now.version
      ? `it is of Petrel ${before.version}, and this is ${now.version}`
      : before.plan !== now.plan
        ? 'it is of another plan: other scenarios, settings, seeds, code under test or failures of before (--corpus)'
        : before.shard.index !== now.shard.index || before.shard.of !== now.shard.of
          ? `it is shard ${before.shard.index}/${before.shard.of}, and this is ${now.shard.index}/${now.shard.of}`
          : new Set(runs.map(({ run }) => run)).size < runs.length
            ? 'it holds a run twice'
            : null;
  if (differs === null) return;
  throw new UsageError(`${path} can't be gone on with: ${differs}. Name another file, or remove it.`);
}
