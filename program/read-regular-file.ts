import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';

/** Of certificates and keys: those of all authorities that there are take a fifth of it. */
export const PEM_BYTES_MAX = 1_048_576;

/**
 * The content of a file of at most `bytesMax` bytes. A pipe would be waited for until somebody writes, a device such as /dev/zero
 * has no end, and what is too long for its purpose is not what it should be.
 * @throws what node:fs throws, and {Error} whose message goes on behind "it cannot be read:".
 */
export function readRegularFile(path: string, bytesMax: number): Buffer {
  const status = statSync(path);
  // Of a folder Node says so itself.
  const isReadable = status.isFile() || status.isDirectory();
  if (!isReadable) throw new Error(`it is ${kindOf(status)}`);
  if (status.isFile() && status.size > bytesMax)
    throw new Error(`it has ${status.size} bytes; ${bytesMax} are allowed`);
  return readFileSync(path);
}

function kindOf(status: Stats): string {
  if (status.isFIFO()) return 'a pipe';
  return status.isSocket() ? 'a socket' : 'a device';
}

/** Why it threw, in a few words. */
export function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
