import type { RequestListener } from 'node:http';

/** Where a handler takes a POST, for those of frameworks that tell. */
const shown = new WeakMap<RequestListener, () => readonly string[]>();

export function showPostPaths(listener: RequestListener, paths: () => readonly string[]): void {
  shown.set(listener, paths);
}

/** The paths at which it takes a POST, in its order; empty where its framework does not tell. */
export function postPathsOf(listener: RequestListener): readonly string[] {
  try {
    return [...new Set(shown.get(listener)?.() ?? [])];
  } catch {
    // A framework of another version tells otherwise, or not.
    return [];
  }
}

function part(value: unknown, name: string): unknown {
  const mayHave = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return mayHave ? Reflect.get(value, name) : undefined;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function called(value: unknown, name: string, ...given: readonly unknown[]): unknown {
  const method = part(value, name);
  return typeof method === 'function' ? Reflect.apply(method, value, given) : undefined;
}

/** Of routes that are objects with a path and a method, or several. */
function postsAmong(routes: unknown): readonly string[] {
  return listIn(routes).flatMap((route) => {
    const path = part(route, 'path');
    const methods = [part(route, 'method'), ...listIn(part(route, 'methods'))];
    const takesPost = methods.some((method) => /^post$/i.test(String(method)));
    return takesPost && typeof path === 'string' ? [path] : [];
  });
}

/** A line of the tree that `printRoutes` draws: how deep it stands, what it adds to the path, and the methods there. */
const BRANCH = /^((?:│ {3}| {4})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?(?: .*)?$/;

export function fastifyPostPaths(app: unknown): readonly string[] {
  const tree = called(app, 'printRoutes', { commonPrefix: false });
  const above: string[] = [];
  return String(tree)
    .split('\n')
    .flatMap((line) => {
      const [, indent, added = '', methods = ''] = BRANCH.exec(line) ?? [];
      if (indent === undefined) return [];
      // Four signs for each step.
      above.length = indent.length / 4;
      above.push(added);
      return methods.split(', ').includes('POST') ? [above.join('')] : [];
    });
}

/** Routers of Koa are known by what their middleware has beside it. */
export function koaPostPaths(app: unknown): readonly string[] {
  return listIn(part(app, 'middleware')).flatMap((middleware) =>
    postsAmong(part(part(middleware, 'router'), 'stack')),
  );
}

/** Of Hono, and of what has its routes in a list like it. */
export function listedPostPaths(app: unknown): readonly string[] {
  return postsAmong(part(app, 'routes'));
}

export function hapiPostPaths(server: unknown): readonly string[] {
  return postsAmong(called(server, 'table'));
}
