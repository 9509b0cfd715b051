import { nodeListener } from '../shared/node-listener.ts';

export const handler = nodeListener();
