import { createServer } from 'node:http';
import { nodeListener } from '../../../examples/edges/node-listener.ts';

export default createServer(nodeListener());
