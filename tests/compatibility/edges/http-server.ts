import { createServer } from 'node:http';
import { nodeListener } from '../shared/node-listener.ts';

export const server = createServer(nodeListener());
