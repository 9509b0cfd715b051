import { createServer } from 'node:http';
import findMyWay from 'find-my-way';
import { nodeListener } from '../../../examples/edges/node-listener.ts';

const router = findMyWay();
router.on('POST', '/ingest', nodeListener());
createServer((request, response) => router.lookup(request, response)).listen(3_000);
