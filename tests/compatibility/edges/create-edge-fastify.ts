import { fastifyApp } from '../shared/fastify.ts';

export const createEdge = () => fastifyApp();
