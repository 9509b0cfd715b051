import rateLimit from '@fastify/rate-limit';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createIngest } from '../../../examples/edges/ingest.ts';

export async function build(): Promise<FastifyInstance> {
  const ingest = createIngest();
  const app = fastify();
  await app.register(rateLimit, { max: 1_000, timeWindow: '1 minute' });
  app.post('/ingest', (request, reply) => {
    const { status, body } = ingest(JSON.stringify(request.body));
    return reply.status(status).send(body);
  });
  return app;
}
