/** Packages of the user's code. */
export const PACKAGES = '/node_modules/';

/**
 * How a module says which boot it is of, in its address: `?petrel-instance=3`, or `?petrel-instance=3-own`. Where Node
 * takes the name of a file for its address, the question mark is written otherwise. `withSourcePlaces` takes it out again.
 */
const INSTANCE = /(?:[?&]|%3F)petrel-instance=(\d+(?:-own)?)/;

/** @param ownOnly whether packages are shared with other boots */
export function instanceQuery(number: number, ownOnly: boolean): string {
  return `petrel-instance=${number}${ownOnly ? '-own' : ''}`;
}

/**
 * Runs on Node's loader thread: what an instance of a user's module imports belongs to that instance too. Where a module
 * lies and what its text is are found out once for all instances.
 */
export const INSTANCE_HOOKS = `
const INSTANCE = ${String(INSTANCE)};
const resolved = new Map();
const loaded = new Map();

function without(url) {
  return url.replace(INSTANCE, '');
}

async function remembered(known, key, find) {
  let promise = known.get(key);
  if (promise === undefined) {
    promise = find();
    known.set(key, promise);
    // What is not there now may be there later.
    promise.catch(() => known.delete(key));
  }
  return promise;
}

export async function resolve(specifier, context, next) {
  const instance = INSTANCE.exec(context.parentURL ?? '')?.[1];
  if (instance === undefined || INSTANCE.test(specifier)) return next(specifier, context);
  const parentURL = without(context.parentURL);
  const key = JSON.stringify([specifier, parentURL, context.importAttributes]);
  const found = await remembered(resolved, key, () => next(specifier, { ...context, parentURL }));
  const isShared = !found.url.startsWith('file:') || (instance.endsWith('-own') && found.url.includes('${PACKAGES}'));
  const answer = { ...found, shortCircuit: true };
  if (isShared) return answer;
  return { ...answer, url: found.url + (found.url.includes('?') ? '&' : '?') + 'petrel-instance=' + instance };
}

const decoder = new TextDecoder();

// What tsx makes of CommonJS names its instance. The rest of CommonJS is left to require, as without hooks.
function kept(module) {
  if (module.format === 'commonjs' && !module.responseURL?.startsWith('data:'))
    return { ...module, source: null, shortCircuit: true };
  if (module.format !== 'module' && module.format !== 'json') return null;
  // A buffer can be handed to one thread only once.
  const { source } = module;
  const text = typeof source === 'string' ? source : decoder.decode(source);
  return { ...module, source: text, shortCircuit: true };
}

export async function load(url, context, next) {
  if (!INSTANCE.test(url)) return next(url, context);
  const key = JSON.stringify([without(url), context.format, context.importAttributes]);
  const known = loaded.get(key);
  if (known !== undefined) return { ...known, responseURL: url };
  const module = await next(url, context);
  const again = kept(module);
  if (again === null) return module;
  loaded.set(key, again);
  return { ...again, responseURL: url };
}
`;
