import { server as hapi } from '@hapi/hapi';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { expect, test } from 'vitest';
import { shapeOf } from './edge-shapes.ts';
import { watchFastify } from './fastify-servers.ts';
import { postPathsOf } from './post-paths.ts';

async function pathsOf(app: unknown): Promise<readonly string[]> {
  const shape = shapeOf(app, import.meta.filename);
  if (shape === null) throw new Error('It is not known.');
  return postPathsOf(await shape.listener());
}

const answer = (): string => 'x';

test('Fastify shows the paths of its tree of routes, whatever they share', async () => {
  const app = fastify();
  app.post('/v2/devices', answer).post('/v2/devices/telemetry', answer).post('/v2/devices/:id/raw', answer);
  app.get('/health', answer).put('/v2/dev', answer).all('/any', answer);
  expect((await pathsOf(app)).toSorted()).toEqual([
    '/any',
    '/v2/devices',
    '/v2/devices/:id/raw',
    '/v2/devices/telemetry',
  ]);
});

test('Fastify shows them too where its server alone is known', async () => {
  watchFastify();
  const app = fastify();
  app.post('/v2/telemetry', answer);
  await app.ready();
  expect(await pathsOf(app.server)).toEqual(['/v2/telemetry']);
});

test('Koa shows what its routers have', async () => {
  const app = new Koa();
  // As @koa/router has it.
  const stack = [
    { path: '/api/v3/telemetry', methods: ['POST'] },
    { path: '/api/v3/health', methods: ['HEAD', 'GET'] },
  ];
  app.use(Object.assign(() => Promise.resolve(), { router: { stack } }));
  app.use(() => Promise.resolve());
  expect(await pathsOf(app)).toEqual(['/api/v3/telemetry']);
});

test('Hono and hapi show their lists', async () => {
  const inner = new Hono().post('/readings', (context) => context.text('x'));
  const app = new Hono().get('/health', (context) => context.text('x')).route('/api', inner);
  expect(await pathsOf(app)).toEqual(['/api/readings']);
  const server = hapi();
  server.route({ method: 'POST', path: '/a/b', handler: answer });
  server.route({ method: 'GET', path: '/c', handler: answer });
  expect(await pathsOf(server)).toEqual(['/a/b']);
});

test('a handler alone shows none', async () => {
  expect(postPathsOf(() => {})).toEqual([]);
});
