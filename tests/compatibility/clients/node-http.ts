import http from 'node:http';
import { nodeClient } from './node-request.ts';
import { retrying } from './retrying.ts';

export const createDevice = retrying(nodeClient(http.request));
