import type { IncomingMessage } from 'node:http';

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

function postPathsIn(router: unknown): readonly string[] {
  return layersOf(router).flatMap((layer) => {
    const route = part(layer, 'route');
    if (route === undefined || route === null)
      return isAtRoot(layer) ? postPathsIn(part(layer, 'handle')) : [];
    const path = part(route, 'path');
    const paths: readonly unknown[] = Array.isArray(path) ? path : [path];
    const takesPost = part(part(route, 'methods'), 'post') === true;
    return takesPost ? paths.filter((each) => typeof each === 'string') : [];
  });
}

/**
 * The paths that an Express app takes a POST at, in its order; those of routers mounted elsewhere than at `/` it does not
 * show. Empty for what is no Express app.
 * @param request that the app has got: Express makes itself known on each
 */
export function expressPostPaths(request: IncomingMessage): readonly string[] {
  const app = part(request, 'app');
  // Express 4 has no `router`: its getter throws.
  const router = part(app, '_router') ?? part(app, 'router');
  return [...new Set(postPathsIn(router))];
}

/** Whether a request can be sent there as it stands. */
export function isPlainPath(path: string): boolean {
  return /^\/[^:*{}()?+]*$/.test(path);
}
