import http from 'node:http';
import { nodeClient } from './node-request.ts';
import { retrying } from './retrying.ts';

const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

export const createDevice = retrying(nodeClient(http.request, { agent }));
