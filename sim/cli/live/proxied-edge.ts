import { buffer } from 'node:stream/consumers';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeFactory } from '../../../ports/index.ts';

/** Of one connection and not of the message, or made anew by whoever sends it on. */
const OF_CONNECTION = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The edge that listens at `url`. Only what devices send goes there: its counters are those of all its clients, and move
 * while they are read.
 */
export function proxiedEdge(url: URL): EdgeFactory {
  return () => ({
    handler: (request, response) => {
      if (request.method !== 'POST') {
        response.writeHead(404).end();
        return;
      }
      forward(url, request, response).catch(() => response.destroy());
    },
  });
}

/** A client that hangs up is hung up for; an edge that closes the connection closes it here. */
async function forward(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const headers = Object.entries(request.headers).flatMap(([name, value = '']): [string, string][] =>
    OF_CONNECTION.has(name) ? [] : [[name, String(value)]],
  );
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: new Uint8Array(await buffer(request)),
    redirect: 'manual',
    signal: gone.signal,
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) {
    if (!OF_CONNECTION.has(name)) response.appendHeader(name, value);
  }
  response.end(bytes);
}
