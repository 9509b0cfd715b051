import { fastifyApp } from '../shared/fastify.ts';

export const app = fastifyApp();
