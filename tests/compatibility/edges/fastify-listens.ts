import { build } from '../../../examples/edges/fastify-build.ts';

await build().listen({ port: 3000 });
