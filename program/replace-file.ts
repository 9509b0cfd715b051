import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { openToWrite } from './pipes.ts';

/**
 * Writes the whole file or leaves it as it was: where the disk is full, the process dies or the power goes, what stood in it is
 * not lost. Who may read it stays so. Where it is a link, it stays one. What is no file, such as a device, is written to as it is.
 * A private file keeps its owner, also where root writes it for a service; a new one is its owner's alone, who is the folder's.
 * One process at a time.
 * @throws what the file system says.
 */
export function replaceFile(path: string, text: string, { isPrivate = false } = {}): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) return writeToFile(path, text, 'w');
  const place = before === undefined ? path : realpathSync(path);
  const unfinished = `${place}.${process.pid}`;
  try {
    const fd = openSync(unfinished, 'w', isPrivate ? 0o600 : 0o666);
    try {
      // All of it, or it throws: on a disk that is nearly full the system writes what fits, and says how much that was.
      writeFileSync(fd, text);
      const { uid, gid } = before ?? statSync(dirname(place));
      if (isPrivate && process.getuid?.() === 0) fchownSync(fd, uid, gid);
      if (before !== undefined) fchmodSync(fd, before.mode & 0o777);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(unfinished, place);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Writes to a file as it is; what was there goes (`w`), or stays before the text (`a`). @throws what the file system says */
export function writeToFile(path: string, text: string, flags: 'w' | 'a'): void {
  const descriptor = openToWrite(path, flags);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}
