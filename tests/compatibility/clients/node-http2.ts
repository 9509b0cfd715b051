import http2 from 'node:http2';
import { retrying } from './retrying.ts';
import type { Client } from './retrying.ts';

const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_STATUS, NGHTTP2_CANCEL } = http2.constants;

/** One session for all requests, as clients of HTTP/2 have it. */
export function overTwo(originOf: (url: URL) => string): Client {
  const sessions = new Map<string, http2.ClientHttp2Session>();
  function sessionTo(origin: string): http2.ClientHttp2Session {
    const known = sessions.get(origin);
    if (known !== undefined && !known.closed && !known.destroyed) return known;
    const session = http2.connect(origin);
    session.on('error', () => {});
    sessions.set(origin, session);
    return session;
  }
  return ({ url, body, headers, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const stream = sessionTo(originOf(target)).request({
        ...headers,
        [HTTP2_HEADER_METHOD]: 'POST',
        [HTTP2_HEADER_PATH]: target.pathname + target.search,
      });
      const timer = setTimeout(() => {
        stream.close(NGHTTP2_CANCEL);
        reject(new Error('no answer in time'));
      }, timeoutMs);
      stream.once('close', () => clearTimeout(timer));
      let status = 0;
      let text = '';
      stream.on('response', (answered) => (status = Number(answered[HTTP2_HEADER_STATUS])));
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => resolve({ status, text }));
      stream.on('error', reject);
      stream.end(body);
    });
}

export const createDevice = retrying(overTwo(({ origin }) => origin));
