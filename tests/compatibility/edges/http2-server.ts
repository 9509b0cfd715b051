import { createServer } from 'node:http2';
import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();

export const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part: Buffer) => (text += part.toString()));
  request.on('end', () => {
    const { status, body } = ingest(text);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
});
