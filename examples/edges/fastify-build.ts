/** As projects of Fastify have it for their own tests: a factory that takes options. */
import fastify from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { createIngest } from './ingest.ts';

export function build(options: FastifyServerOptions = {}): FastifyInstance {
  const ingest = createIngest();
  const app = fastify(options);
  app.post('/ingest', (request, reply) => {
    const { status, body } = ingest(JSON.stringify(request.body));
    return reply.status(status).send(body);
  });
  return app;
}
