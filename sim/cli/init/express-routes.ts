import { USUAL_PREFIXES } from './usual-paths.ts';

function part(value: unknown, name: string): unknown {
  const mayHave = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return mayHave ? Reflect.get(value, name) : undefined;
}

function layersOf(router: unknown): readonly unknown[] {
  const stack = part(router, 'stack');
  return Array.isArray(stack) ? stack : [];
}

/** Express 5 says `slash` of what is mounted at `/`, Express 4 `fast_slash` of its pattern. */
function isAtRoot(layer: unknown): boolean {
  return part(layer, 'slash') === true || part(part(layer, 'regexp'), 'fast_slash') === true;
}

function textsIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}

/**
 * Where a router is mounted. Express 5.3 has kept it; those before have but a function that matches, which is asked
 * prefix by prefix, and puts what it matched beside it. A router at none of the usual ones is not found there.
 */
function prefixesOf(layer: unknown): readonly string[] {
  if (isAtRoot(layer)) return [''];
  const kept = textsIn(part(layer, 'rawPath'));
  if (kept.length > 0) return kept;
  const match = part(layer, 'match');
  if (typeof match !== 'function') return [];
  return USUAL_PREFIXES.filter(
    (prefix) => Boolean(match.call(layer, `${prefix}/`)) && part(layer, 'path') === prefix,
  );
}

function joined(prefix: string, path: string): string {
  const before = prefix.replace(/\/$/, '');
  return path === '/' && before !== '' ? before : `${before}${path}`;
}

function postPathsIn(router: unknown): readonly string[] {
  return layersOf(router).flatMap((layer) => {
    const route = part(layer, 'route');
    if (route === undefined || route === null) {
      const below = postPathsIn(part(layer, 'handle'));
      if (below.length === 0) return [];
      return prefixesOf(layer).flatMap((prefix) => below.map((path) => joined(prefix, path)));
    }
    const takesPost = part(part(route, 'methods'), 'post') === true;
    return takesPost ? textsIn(part(route, 'path')) : [];
  });
}

/**
 * The paths that an Express app takes a POST at, in its order; those of routers at unusual prefixes an
 * older Express does not show. Empty for what is no Express app.
 * @param request that the app has got: Express makes itself known on each
 */
export function expressPostPaths(request: object): readonly string[] {
  const app = part(request, 'app');
  // Express 4 has no `router`: its getter throws.
  const router = part(app, '_router') ?? part(app, 'router');
  return [...new Set(postPathsIn(router))];
}

/** Whether a request can be sent there as it stands. */
export function isPlainPath(path: string): boolean {
  return /^\/[^:*{}()?+]*$/.test(path);
}
