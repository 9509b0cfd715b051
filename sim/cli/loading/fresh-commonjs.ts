import { createRequire, Module } from 'node:module';
import { Script } from 'node:vm';
import { currentScope } from '../../host/scope.ts';
import type { HostGlobals } from '../../host/scope.ts';
import { PACKAGES } from './instance-hooks.ts';

/** Modules by file name, as Node keeps them. */
type Files = NodeJS.Require['cache'];

/** What one boot has loaded: its own modules, and its own of packages. */
export interface Instance {
  /** Stands in the address of each module that this boot imports. */
  readonly query: string;
  /** Loaded by `require`. */
  readonly files: Files;
}

type Method = (this: unknown, ...given: readonly unknown[]) => unknown;

const require = createRequire(import.meta.url);
const filesOfAll: Files = require.cache;
const byHost = new WeakMap<HostGlobals, Instance>();
const byModule = new WeakMap<object, Instance>();
/** Whose module is being loaded, innermost last. */
const loading: Instance[] = [];

/** What is loaded on behalf of a host from now on belongs to this instance. */
export function setInstance(globals: HostGlobals, instance: Instance): void {
  byHost.set(globals, instance);
}

export function instanceOf(globals: HostGlobals): Instance | undefined {
  return byHost.get(globals);
}

function instanceNow(): Instance | undefined {
  const globals = currentScope.getStore()?.globals;
  return loading.at(-1) ?? (globals === null || globals === undefined ? undefined : byHost.get(globals));
}

/** Files of CommonJS for a new instance. */
export function freshFiles(sharesPackages: boolean): Files {
  const own: Files = Object.create(null);
  if (!sharesPackages) return own;
  const filesFor = (name: string | symbol): Files =>
    typeof name === 'string' && name.includes(PACKAGES) ? filesOfAll : own;
  return new Proxy(own, {
    get: (_own, name) => Reflect.get(filesFor(name), name),
    has: (_own, name) => Reflect.has(filesFor(name), name),
    set: (_own, name, module) => Reflect.set(filesFor(name), name, module),
    deleteProperty: (_own, name) => Reflect.deleteProperty(filesFor(name), name),
  });
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** Puts another in place of a function of Node's loader, under a name that tools for tests have relied on for long. */
function replace(target: object, name: string, make: (real: Method) => Method): void {
  const real: unknown = Reflect.get(target, name);
  if (!isMethod(real)) throw new Error(`Node's loader has no ${name}.`);
  Reflect.set(target, name, make(real));
}

const HEAD = '(function (exports, require, module, __filename, __dirname) {';

/** Code that may import something later. */
const IMPORTS = /\bimport\s*\(/;

/** The code of a package's file is the same for all instances: compiled once. By file name. */
const compiled = new Map<string, { readonly text: string; readonly code: Method }>();

function compile(text: string, filename: string): Method | null {
  try {
    const script = new Script(`${HEAD}${text}\n})`, { filename, columnOffset: -HEAD.length });
    const code: unknown = script.runInThisContext();
    return isMethod(code) ? code : null;
  } catch {
    // Node itself says better what is wrong, or takes it for another kind of module.
    return null;
  }
}

/** Null: Node is to compile it. */
function codeFor(text: string, filename: string): Method | null {
  if (!filename.includes(PACKAGES)) return null;
  const known = compiled.get(filename);
  if (known?.text === text) return known.code;
  const code = compile(text, filename);
  if (code !== null) compiled.set(filename, { text, code });
  return code;
}

const codes = new WeakMap<object, Method>();
const CODE = 'petrel.code-of-module';
/** In place of a file's text: hands what Node gives a module on to code that is compiled already. */
const STUB = `return globalThis[Symbol.for('${CODE}')](module).call(this, exports, require, module, __filename, __dirname)`;

/** A file's text for Node to compile under another name. */
function named(text: string): string {
  return `return ${HEAD}${text}\n}).call(this, exports, require, module, module.filename, __dirname)`;
}

let prepared = false;

/**
 * From now on `require` gives the code of each boot modules of its own, early or late, its own files or packages. Native
 * add-ons, which a process can load only once, are shared.
 */
export function prepareCommonJs(): void {
  if (prepared) return;
  prepared = true;
  Reflect.set(globalThis, Symbol.for(CODE), (module: object) => codes.get(module));
  Object.defineProperty(Module, '_cache', {
    configurable: true,
    get: () => instanceNow()?.files ?? filesOfAll,
  });
  replace(Module, '_load', loadForParent);
  replace(Module.prototype, '_compile', compileOnce);
  const extensions: unknown = Reflect.get(Module, '_extensions');
  if (typeof extensions === 'object' && extensions !== null) replace(extensions, '.node', loadOnce);
}

/** A module's own instance counts, whoever has called it. */
function loadForParent(real: Method): Method {
  return function load(this: unknown, ...given) {
    const [, parent] = given;
    const isModule = typeof parent === 'object' && parent !== null;
    const own = (isModule ? byModule.get(parent) : undefined) ?? instanceNow();
    if (own === undefined) return Reflect.apply(real, this, given);
    // Node remembers, by the folder of the parent, which files have been loaded, and then asks no more whether they are.
    const folder: unknown = isModule ? Reflect.get(parent, 'path') : undefined;
    const isRemembered = isModule && typeof folder === 'string';
    if (isRemembered) Reflect.set(parent, 'path', `${folder}?${own.query}`);
    loading.push(own);
    try {
      return Reflect.apply(real, this, given);
    } finally {
      loading.pop();
      if (isRemembered) Reflect.set(parent, 'path', folder);
    }
  };
}

function compileOnce(real: Method): Method {
  return function compileModule(this: unknown, ...given) {
    const [text, filename, format, ...rest] = given;
    const instance = instanceNow();
    const isOurs = instance === undefined || typeof this !== 'object' || this === null;
    if (isOurs || typeof text !== 'string' || typeof filename !== 'string' || format === 'module')
      return Reflect.apply(real, this, given);
    if (instance.files[filename] === this) byModule.set(this, instance);
    // What it imports later is asked for under the name that it was compiled by.
    if (IMPORTS.test(text))
      return Reflect.apply(real, this, [named(text), `${filename}?${instance.query}`, format, ...rest]);
    const code = codeFor(text, filename);
    if (code === null) return Reflect.apply(real, this, given);
    codes.set(this, code);
    return Reflect.apply(real, this, [STUB, filename, format, ...rest]);
  };
}

const addOns = new Map<unknown, unknown>();

function loadOnce(real: Method): Method {
  return function loadAddOn(this: unknown, ...given) {
    const [module, filename] = given;
    if (typeof module !== 'object' || module === null) return Reflect.apply(real, this, given);
    if (addOns.has(filename)) {
      Reflect.set(module, 'exports', addOns.get(filename));
      return undefined;
    }
    const result = Reflect.apply(real, this, given);
    addOns.set(filename, Reflect.get(module, 'exports'));
    return result;
  };
}
