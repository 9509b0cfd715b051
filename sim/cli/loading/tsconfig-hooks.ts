/**
 * Runs on Node's loader thread, where a user's TypeScript is read. What comes first to read it knows one `tsconfig.json`
 * for all, and no metadata of decorators. So aliases (`paths`) are taken from the `tsconfig.json` nearest to the module that
 * uses them, and what stands under one that has decorators on is read here: as a module, with their metadata.
 */
export const TSCONFIG_HOOKS = `
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

let transformer;
let transform;
const configs = new Map();

export function initialize(data) {
  transformer = data.transformer;
}

// JSON with comments, and with commas that are one too many.
function parse(text) {
  const strings = /"(?:[^"\\\\]|\\\\.)*"/.source;
  const plain = text.replace(new RegExp(strings + '|\\\\/\\\\/[^\\\\n]*|\\\\/\\\\*[^]*?\\\\*\\\\/', 'g'), (found) => found.startsWith('"') ? found : ' ');
  return JSON.parse(plain.replace(new RegExp(strings + '|,(?=\\\\s*[}\\\\]])', 'g'), (found) => found === ',' ? '' : found));
}

function extended(name, file) {
  if (!/^[./]/.test(name)) return createRequire(file).resolve(name.endsWith('.json') ? name : name + '/tsconfig.json');
  const path = resolvePath(dirname(file), name);
  return existsSync(path) && statSync(path).isFile() ? path : path + '.json';
}

function optionsIn(file) {
  const { compilerOptions = {}, extends: parents = [] } = parse(readFileSync(file, 'utf8'));
  const inherited = Object.assign({}, ...[parents].flat().map((name) => optionsIn(extended(name, file))));
  const base = resolvePath(dirname(file), compilerOptions.baseUrl ?? '.');
  const own = compilerOptions.paths === undefined ? {} : { base };
  const based = compilerOptions.baseUrl === undefined ? {} : { baseUrl: base, base };
  return { ...inherited, ...compilerOptions, ...own, ...based };
}

// What a folder's modules are read by: of the tsconfig.json in it, or above it.
function optionsFor(folder) {
  let options = configs.get(folder);
  if (options === undefined) {
    const file = join(folder, 'tsconfig.json');
    const above = dirname(folder);
    options = null;
    try {
      options = existsSync(file) ? optionsIn(file) : above === folder ? null : optionsFor(above);
    } catch {
      // Whoever reads it otherwise says what is wrong.
    }
    configs.set(folder, options);
  }
  return options;
}

function fileOf(url) {
  if (url?.startsWith('file:') !== true || url.includes('/node_modules/')) return null;
  return fileURLToPath(url.replace(/[?#].*$/, ''));
}

function isTypeScript(file) {
  return /\\.[cm]?tsx?$/.test(file);
}

function aliasesOf(specifier, { paths, base }) {
  for (const [pattern, targets] of Object.entries(paths ?? {})) {
    const [head, tail] = pattern.split('*');
    const fits = tail === undefined ? specifier === pattern : specifier.startsWith(head) && specifier.endsWith(tail);
    if (!fits) continue;
    const rest = tail === undefined ? '' : specifier.slice(head.length, specifier.length - tail.length);
    return targets.map((target) => resolvePath(base, target.replace('*', () => rest)));
  }
  return [];
}

// What the transformer writes in place of a decorator imports its own package.
const HELPERS = '@oxc-project/runtime/';

export async function resolve(specifier, context, next) {
  if (specifier.startsWith(HELPERS)) return next(specifier, { ...context, parentURL: transformer });
  const parent = fileOf(context.parentURL);
  const isBare = !/^([./]|[a-z]+:)/i.test(specifier);
  const options = parent !== null && isBare && isTypeScript(parent) ? optionsFor(dirname(parent)) : null;
  if (options !== null) {
    for (const path of aliasesOf(specifier, options)) {
      try {
        return await next(pathToFileURL(path).href, context);
      } catch {
        // The next one, or a package.
      }
    }
  }
  return next(specifier, context);
}

const COMMONJS = /\\b(require|__filename|__dirname)\\b/;
const AS_COMMONJS = "import { createRequire as petrelRequire } from 'node:module'; const require = petrelRequire(import.meta.url), { filename: __filename, dirname: __dirname } = import.meta; ";

export async function load(url, context, next) {
  const file = fileOf(url);
  const options = file !== null && isTypeScript(file) ? optionsFor(dirname(file)) : null;
  if (!options?.experimentalDecorators) return next(url, context);
  transform ??= (await import(transformer)).transformSync;
  const { code, errors } = transform(file, readFileSync(file, 'utf8'), {
    lang: file.endsWith('x') ? 'tsx' : 'ts',
    decorator: { legacy: true, emitDecoratorMetadata: options.emitDecoratorMetadata === true },
    assumptions: { setPublicClassFields: options.useDefineForClassFields !== true },
  });
  if (errors.length > 0) throw new SyntaxError(file + ': ' + errors[0].message);
  return { format: 'module', source: (COMMONJS.test(code) ? AS_COMMONJS : '') + code, shortCircuit: true };
}
`;
