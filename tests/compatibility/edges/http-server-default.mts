import { createServer } from 'node:http';
import { nodeListener } from '../shared/node-listener.ts';

export default createServer(nodeListener());
