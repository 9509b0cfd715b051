/** An edge as frameworks and people write them, in a module of its own under `edges/`. */
export interface EdgeRow {
  readonly framework: string;
  /** How the module gives it. */
  readonly exported: string;
  /** The module, from `edges/` on. */
  readonly file: string;
  /** Whether it is one of the few that stand for all of them where time is short. */
  readonly short: boolean;
}

/** One that people copy. */
function example(file: string): string {
  return `../../../examples/edges/${file}`;
}

function row(framework: string, exported: string, file: string, short = false): EdgeRow {
  return { framework, exported, file, short };
}

export const EDGES: readonly EdgeRow[] = [
  row('none', '`export const handler`', example('node-handler.ts'), true),
  row('none', '`export const createEdge`', 'create-edge.ts'),
  row('none', '`export const server`, an `http.Server`', example('http-server.ts'), true),
  row('none', '`export const server`, an `http2.Http2Server`', 'http2-server.ts', true),
  row('none', '`export default` an `http.Server`, `.mts`', 'http-server-default.mts'),
  row('none', '`export function handler`, `.ts` in a package of CommonJS', '../projects/commonjs/handler.ts'),
  row('none', 'nothing; a server listens', 'http-server-listens.ts'),
  row('none', '`export default { fetch }`', example('fetch-handler.ts'), true),
  row('none', '`export default` a handler of a web `Request`', 'web-handler.ts'),
  row('Express', '`export const app`', example('express-app.ts'), true),
  row('Express', '`export default app`', 'express-default.ts'),
  row('Express', '`export function createApp`', example('express-factory.ts'), true),
  row('Express', '`export default createApp`', 'express-default-factory.ts'),
  row('Express', '`export async function buildServer`', 'express-async-factory.ts'),
  row('Express', '`export async function start`, which listens', 'express-start.ts'),
  row('Express', 'nothing; it listens', 'express-listens.ts'),
  row('Express', 'nothing; it listens after a while', example('express-listens.ts'), true),
  row('Express', '`module.exports = app`, `.cts`', '../projects/commonjs/app.cts', true),
  row(
    'Express',
    '`module.exports = { app, createEdge }`, `.js` in a package of CommonJS',
    example('commonjs/edge.js'),
    true,
  ),
  row(
    'Express 4',
    '`module.exports = app`, `.js` in a package of CommonJS',
    '../projects/commonjs/express4.js',
  ),
  row('Fastify', '`export const app`', 'fastify-app.ts'),
  row('Fastify', '`export function build(options)`', example('fastify-build.ts'), true),
  row('Fastify', 'nothing; it listens', 'fastify-listens.ts'),
  row('Fastify', 'returned by `createEdge`', 'create-edge-fastify.ts'),
  row('Fastify', '`export async function build`, with @fastify/rate-limit', 'fastify-rate-limit.ts'),
  row('Koa', '`export default app`', example('koa-app.ts'), true),
  row('Koa', '`export const handler = app.callback()`', 'koa-callback.ts'),
  row('Koa', '`export const app`, with @koa/router', 'koa-router.ts'),
  row('Hono', '`export default app`', example('hono-app.ts'), true),
  row('Hono', 'nothing; `serve` of @hono/node-server', 'hono-node-server.ts'),
  row('h3', '`export const app`', example('h3-app.ts'), true),
  row('itty-router', '`export default router`', 'itty-router.ts'),
  row('Elysia', '`export default app`', 'elysia.ts'),
  row('Elysia', 'nothing; it listens by @elysiajs/node', 'elysia-node.ts'),
  row('micro', '`export default async function handler`', 'micro.ts'),
  row('find-my-way', 'nothing; a server listens', 'find-my-way.ts'),
  row('Polka', '`export const app`', example('polka-app.ts'), true),
  row('tinyhttp', '`export const app`', 'tinyhttp-app.ts'),
  row('Connect', '`export const app`', 'connect-app.ts'),
  row('hapi', '`export const server`', 'hapi-server.ts'),
  row(
    'Nest',
    'TypeScript with decorators and `paths`: `export const createApp`',
    example('nest/src/factory.ts'),
    true,
  ),
  row('Nest', 'TypeScript with decorators and `paths`: `bootstrap` listens', example('nest/src/main.ts')),
  row(
    'Nest on Fastify',
    'TypeScript with decorators and `paths`: `createEdge`',
    example('nest/src/fastify.ts'),
  ),
];
