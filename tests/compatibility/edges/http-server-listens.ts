import { createServer } from 'node:http';
import { nodeListener } from '../../../examples/edges/node-listener.ts';

createServer(nodeListener()).listen(0);
