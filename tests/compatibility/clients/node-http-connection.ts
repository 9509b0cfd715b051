import http from 'node:http';
import net from 'node:net';
import { nodeClient } from './node-request.ts';
import { retrying } from './retrying.ts';

/** A connection for each request, made by hand. */
const createConnection: NonNullable<http.RequestOptions['createConnection']> = ({ host, port }) =>
  net.connect({ host: host ?? 'localhost', port: Number(port) });

export const createDevice = retrying(nodeClient(http.request, { agent: false, createConnection }));
