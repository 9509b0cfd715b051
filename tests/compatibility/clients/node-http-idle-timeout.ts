import http from 'node:http';
import type { Client } from './retrying.ts';
import { retrying } from './retrying.ts';

/** By the time-out of the socket, which is told and has to be acted on. */
const client: Client = ({ url, body, headers, timeoutMs }) =>
  new Promise((resolve, reject) => {
    const asked = http.request(url, { method: 'POST', headers, timeout: timeoutMs }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('timeout', () => asked.destroy(new Error('too late')));
    asked.on('error', reject);
    asked.end(body);
  });

export const createDevice = retrying(client);
