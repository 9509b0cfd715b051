import { nodeListener } from '../shared/node-listener.ts';

export const createEdge = () => ({ handler: nodeListener() });
