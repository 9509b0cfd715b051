import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { FILE_BYTES_MAX, tooLarge } from './decode-text.ts';
import { parseScenario } from './parse-scenario.ts';
import type { ParseOptions, ScenarioResult } from './parse-scenario.ts';
import type { ScenarioError } from './scenario-error.ts';
import { printable } from '../../settings/show-value.ts';

type Bytes =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly error: ScenarioError };

/** Reads and parses one file. What cannot be read is an error value like any other; nothing is thrown. */
export function readScenarioFile(path: string, options: ParseOptions = {}): ScenarioResult {
  const file = printable(path);
  const read = readBytes(path, file);
  return read.ok ? parseScenario(read.bytes, file, options) : { ok: false, errors: [read.error] };
}

/**
 * The kind of file is asked of the open descriptor, so nobody can swap the file in between; opened without blocking, for
 * a FIFO without a writer would wait for ever. Never reads more than one byte past the limit.
 */
function readBytes(path: string, file: string): Bytes {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    if (!status.isFile()) return { ok: false, error: unreadable(file, kindOf(status)) };
    if (status.size > FILE_BYTES_MAX) return { ok: false, error: tooLarge(file, status.size) };
    // Most of it is never written to, and so never shown.
    const buffer = Buffer.allocUnsafe(FILE_BYTES_MAX + 1);
    let length = 0;
    for (;;) {
      const got = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += got;
      if (got === 0 || length === buffer.length) break;
    }
    return { ok: true, bytes: buffer.subarray(0, length) };
  } catch (error) {
    return { ok: false, error: unreadable(file, reasonOf(error)) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

interface Reason {
  readonly found: string;
  readonly hint: string | null;
}

const DIRECTORY: Reason = { found: 'a directory', hint: 'name one of the .yaml files in it' };

function unreadable(file: string, { found, hint }: Reason): ScenarioError {
  return {
    code: 'unreadable',
    file,
    line: 1,
    col: 1,
    path: '',
    found,
    allowed: 'a readable text file',
    hint,
  };
}

function kindOf(status: ReturnType<typeof fstatSync>): Reason {
  if (status.isDirectory()) return DIRECTORY;
  if (status.isFIFO()) return { found: 'a named pipe (FIFO)', hint: 'write it to a file first' };
  return { found: 'a device or socket', hint: 'write it to a file first' };
}

function reasonOf(error: unknown): Reason {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return { found: 'no such file', hint: 'check the path' };
    case 'ENOTDIR':
      return { found: 'a path through something that is no directory', hint: 'check the path' };
    case 'EISDIR':
      return DIRECTORY;
    case 'EACCES':
    case 'EPERM':
      return { found: 'a file that you may not read', hint: 'check its permissions' };
    case 'ENXIO':
      return { found: 'a socket or a pipe', hint: 'write it to a file first' };
    default:
      return {
        found: `a file that cannot be read (${printable(String(code ?? error))})`,
        hint: 'copy it elsewhere and name the copy',
      };
  }
}
