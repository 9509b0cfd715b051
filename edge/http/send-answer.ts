import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeAnswer } from '../../ports/index.ts';
import { discardBody } from './read-body.ts';

export interface SendOptions {
  /** Ends the connection after this answer. */
  readonly close: boolean;
}

/** Writes a whole answer, past Express' own `send`, which would add an ETag and a charset. */
export function sendAnswer(
  answer: EdgeAnswer,
  request: IncomingMessage,
  response: ServerResponse,
  { close }: SendOptions,
): void {
  // For whoever asks whether anything may follow: Node does not tell by the header.
  if (close) response.shouldKeepAlive = false;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
    ...(close ? { connection: 'close' } : {}),
  });
  discardBody(request);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}
