import https from 'node:https';
import { nodeClient } from './node-request.ts';
import { retrying } from './retrying.ts';

const client = nodeClient(https.request, { agent: new https.Agent({ keepAlive: true }) });

export const createDevice = retrying((post) => client({ ...post, url: post.url.replace('http:', 'https:') }));
