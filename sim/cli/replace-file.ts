import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Writes the whole file or leaves it as it was: where the disk is full, or the process dies, what stood in it is not lost.
 * What is no file, such as a device, is written to as it is.
 * @throws what the file system says.
 */
export function replaceFile(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) return writeFileSync(path, text);
  // Where it is a link, it stays one.
  const place = before === undefined ? path : realpathSync(path);
  const unfinished = `${place}.${process.pid}`;
  try {
    writeFileSync(unfinished, text, { mode: before?.mode ?? 0o666 });
    renameSync(unfinished, place);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
