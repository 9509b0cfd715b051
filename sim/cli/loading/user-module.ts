import { existsSync, statSync } from 'node:fs';
import { createRequire, register as registerHooks } from 'node:module';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { currentScope } from '../../host/scope.ts';
import { freshFiles, instanceOf, prepareCommonJs, setInstance } from './fresh-commonjs.ts';
import type { Instance } from './fresh-commonjs.ts';
import { INSTANCE_HOOKS, instanceQuery } from './instance-hooks.ts';
import { importModule, readTypeScript } from './module-loader.ts';
import { TSCONFIG_HOOKS } from './tsconfig-hooks.ts';
import { UsageError } from '../usage-error.ts';

const EXTENSIONS: ReadonlySet<string> = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

export type UserModule = Readonly<Record<string, unknown>>;

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
  prepareCommonJs();
  registerHooks(`data:text/javascript,${encodeURIComponent(TSCONFIG_HOOKS)}`, {
    data: { transformer: pathToFileURL(createRequire(import.meta.url).resolve('oxc-transform')).href },
  });
  registerHooks(`data:text/javascript,${encodeURIComponent(INSTANCE_HOOKS)}`);
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

/** The instance of the host whose code runs: one for each boot. */
function instanceHere(sharesPackages: boolean): Instance {
  const globals = currentScope.getStore()?.globals;
  if (globals === null || globals === undefined)
    throw new Error('A module of a user was loaded for no host.');
  const known = instanceOf(globals);
  if (known !== undefined) return known;
  instances += 1;
  const instance = { query: instanceQuery(instances, sharesPackages), files: freshFiles(sharesPackages) };
  setInstance(globals, instance);
  return instance;
}

export interface InstanceOptions {
  /** Whether packages in node_modules are not of this boot alone. Default: no. */
  readonly sharesPackages?: boolean;
}

/**
 * The instance of a user's module that belongs to the host whose code runs, with all that it imports or requires, now or
 * later: as fresh for each boot as in a process that has just started. Throws what the module throws. Node must be
 * prepared for it.
 */
export function loadInstance(path: string, options: InstanceOptions = {}): Promise<UserModule> {
  const { query } = instanceHere(options.sharesPackages ?? false);
  return importModule(`${pathToFileURL(path).href}?${query}`);
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
