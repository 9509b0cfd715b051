import type { RequestListener } from 'node:http';
import { createIngest } from './ingest.ts';

/** What an edge without a framework does with a request. */
export function nodeListener(): RequestListener {
  const ingest = createIngest();
  return (request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const { status, body } = ingest(text);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  };
}
