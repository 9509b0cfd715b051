import type http from 'node:http';
import type https from 'node:https';
import type { Client } from './retrying.ts';

/** By the `request` of `node:http` or `node:https`, as most code without a library does. */
export function nodeClient(
  request: typeof http.request | typeof https.request,
  more: http.RequestOptions = {},
): Client {
  return ({ url, body, headers, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const asked = request(
        url,
        { method: 'POST', headers: { ...headers, ...length }, ...more },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => (text += part));
          answer.on('error', reject);
          answer.on('end', () => {
            clearTimeout(timer);
            resolve({ status: answer.statusCode ?? 0, text });
          });
        },
      );
      const timer = setTimeout(() => asked.destroy(new Error('too late')), timeoutMs);
      asked.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      asked.end(body);
    });
}
