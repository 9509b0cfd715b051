import { nodeListener } from '../../../examples/edges/node-listener.ts';

export const createEdge = () => ({ handler: nodeListener() });
