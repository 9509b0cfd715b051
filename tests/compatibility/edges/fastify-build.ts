import { fastifyApp } from '../shared/fastify.ts';

export function build(options: object) {
  void options;
  return fastifyApp();
}
