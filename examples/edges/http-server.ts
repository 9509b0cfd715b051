/** A server of Node's: nobody has to call `listen`. */
import { createServer } from 'node:http';
import { nodeListener } from './node-listener.ts';

export const server = createServer(nodeListener());
