import { build } from '../../../examples/edges/fastify-build.ts';

export const app = build();
