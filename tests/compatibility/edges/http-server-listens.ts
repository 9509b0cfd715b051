import { createServer } from 'node:http';
import { nodeListener } from '../shared/node-listener.ts';

createServer(nodeListener()).listen(0);
