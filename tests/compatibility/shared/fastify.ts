import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createIngest } from './ingest.ts';

export function fastifyApp(): FastifyInstance {
  const ingest = createIngest();
  const app = fastify();
  app.post('/ingest', (request, reply) => {
    const { status, body } = ingest(JSON.stringify(request.body));
    return reply.status(status).send(body);
  });
  return app;
}
