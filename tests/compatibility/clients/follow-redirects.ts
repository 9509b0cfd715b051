import { text } from 'node:stream/consumers';
import redirects from 'follow-redirects';
import { retrying } from './retrying.ts';
import type { Posted } from './retrying.ts';

const { http } = redirects;

export const createDevice = retrying(
  ({ url, body, headers, timeoutMs }) =>
    new Promise<Posted>((resolve, reject) => {
      const options = { method: 'POST', headers: { ...headers }, signal: AbortSignal.timeout(timeoutMs) };
      const request = http.request(url, options, (answer) => {
        text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, text: said }), reject);
      });
      request.on('error', reject);
      request.end(body);
    }),
);
