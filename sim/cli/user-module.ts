import { existsSync, statSync } from 'node:fs';
import { createRequire, register as registerHooks } from 'node:module';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importModule, readTypeScript } from './module-loader.ts';
import { UsageError } from './usage-error.ts';

const EXTENSIONS: ReadonlySet<string> = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

const PACKAGES = '/node_modules/';

/**
 * Runs on Node's loader thread: what an instance of a user's module imports belongs to that instance too, packages
 * aside. Packages are many and large, and nearly always without a memory of their own.
 */
const INSTANCE_HOOK = `
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const instance = /[?&](petrel-instance=\\d+)/.exec(context.parentURL ?? '');
  if (instance === null || !found.url.startsWith('file:') || found.url.includes('${PACKAGES}')) return found;
  return { ...found, url: found.url + (found.url.includes('?') ? '&' : '?') + instance[1] };
}`;

export type UserModule = Readonly<Record<string, unknown>>;

const commonJs = createRequire(import.meta.url).cache;
/** CommonJS files of users that have been loaded: Node keeps these by file name, whatever the instance. */
const commonJsOfUsers = new Set<string>();

let ready = false;
let instances = 0;

/** This file itself runs as TypeScript only where something has taught Node to; twice would transform twice. */
const readsTypeScript = import.meta.url.endsWith('.ts');

/**
 * Teaches Node, once, to load modules of users: in TypeScript too, and each instance with files of its own. That takes
 * longer than most runs take to start, so nobody does it who brings no module. Before any globals are faked.
 */
export async function prepareForModules(): Promise<void> {
  if (ready) return;
  ready = true;
  if (!readsTypeScript) await readTypeScript();
  registerHooks(`data:text/javascript,${encodeURIComponent(INSTANCE_HOOK)}`);
}

/** Whether a word on the command line names a file rather than something built in. */
export function looksLikeFile(word: string): boolean {
  return /[/\\]/.test(word) || EXTENSIONS.has(extname(word));
}

/**
 * The path of a user's module.
 * @throws {UsageError} when there is no such file, or it is no module.
 */
export function userModulePath(flag: string, file: string): string {
  const path = resolve(file);
  if (!existsSync(path))
    throw new UsageError(`${flag} ${file}: there is no such file. Give a path such as ./my-module.ts.`);
  const stats = statSync(path);
  if (stats.isDirectory())
    throw new UsageError(`${flag} ${file}: this is a directory. Give the file of the module itself.`);
  if (!stats.isFile()) throw new UsageError(`${flag} ${file}: this is no file. Give the file of a module.`);
  if (!EXTENSIONS.has(extname(path))) {
    throw new UsageError(
      `${flag} ${file}: "${extname(path)}" is no extension of a module. Give one of ${[...EXTENSIONS].join(', ')}.`,
    );
  }
  return path;
}

/**
 * A new instance of a user's module and of the user's own files that it imports, so that what they keep at their top
 * level is as fresh as in a process that has just started. Packages in node_modules are shared. The top level runs in
 * the scope of the caller. Throws what the module throws. Node must be prepared for it.
 */
export async function loadInstance(path: string): Promise<UserModule> {
  for (const file of commonJsOfUsers) delete commonJs[file];
  const before = new Set(Object.keys(commonJs));
  instances += 1;
  try {
    return await importModule(`${pathToFileURL(path).href}?petrel-instance=${instances}`);
  } finally {
    for (const file of Object.keys(commonJs)) {
      if (!before.has(file) && !file.includes(PACKAGES)) commonJsOfUsers.add(file);
    }
  }
}

/** What CommonJS gives a file that exports nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** For messages: what a module exports. */
export function exportsOf(module: UserModule): string {
  const names = Object.keys(module).filter(
    (name) => name !== 'module.exports' && !(name === 'default' && isEmpty(module[name])),
  );
  return names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
}
