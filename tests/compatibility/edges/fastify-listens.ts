import { fastifyApp } from '../shared/fastify.ts';

await fastifyApp().listen({ port: 3000 });
