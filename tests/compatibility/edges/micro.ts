import type { IncomingMessage, ServerResponse } from 'node:http';
import { send, text } from 'micro';
import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();

export default async function handler(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = ingest(await text(request));
  send(response, status, body);
}
