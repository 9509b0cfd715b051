import { existsSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';
import { UsageError } from './usage-error.ts';

const EXTENSIONS: ReadonlySet<string> = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

let typescriptReady = false;
let instances = 0;

/** Whether a word on the command line names a file rather than something built in. */
export function looksLikeFile(word: string): boolean {
  return /[/\\]/.test(word) || EXTENSIONS.has(extname(word));
}

/**
 * A new instance of a user's module, evaluated anew each time, so that what it keeps at its top level is as fresh as in
 * a process that has just started. What it imports is shared.
 * @throws {UsageError} when there is no such file, or it can't be loaded.
 */
export async function loadUserModule(flag: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new UsageError(`${flag} ${file}: there is no such file. Give a path such as ./my-module.ts.`);
  if (!statSync(path).isFile()) throw new UsageError(`${flag} ${file}: this is no file.`);
  if (!EXTENSIONS.has(extname(path))) {
    throw new UsageError(`${flag} ${file}: give a module: ${[...EXTENSIONS].join(', ')}.`);
  }
  if (!typescriptReady) {
    register();
    typescriptReady = true;
  }
  instances += 1;
  try {
    return (await import(`${pathToFileURL(path).href}?instance=${instances}`)) as Readonly<
      Record<string, unknown>
    >;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${flag} ${file}: the module could not be loaded: ${message}`);
  }
}

/** For messages: what a module exports. */
export function exportsOf(module: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(module);
  return names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
}
