import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** A handler of the kind that the Fetch API knows. What it answers is checked, not believed. */
export type WebHandler = (request: Request) => unknown;

/** These may have no body. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

async function bytesOf(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

function requestOf(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers, rawHeaders } = incoming;
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    pairs.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return new Request(new URL(url, `http://${headers.host ?? 'edge.petrel'}`), {
    method,
    headers: pairs,
    signal,
    ...(!BODILESS.has(method) && { body }),
  });
}

async function answerWith(response: ServerResponse, answer: unknown): Promise<void> {
  if (!(answer instanceof Response))
    throw new TypeError(
      `a web handler must answer with a Response, and this one answered with ${typeof answer}`,
    );
  const body = Buffer.from(await answer.arrayBuffer());
  if (response.destroyed) return;
  response.statusCode = answer.status;
  response.statusMessage = answer.statusText;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  response.end(body);
}

/** As a request listener of Node's. A handler that throws is answered for with a 500, as servers of such handlers do. */
export function listenerOf(handler: WebHandler): RequestListener {
  return (incoming, response) => {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    bytesOf(incoming)
      .then((body) => handler(requestOf(incoming, body, gone.signal)))
      .then((answer) => answerWith(response, answer))
      .catch((error: unknown) => {
        // Whose client is gone need not answer.
        if (gone.signal.aborted) return;
        console.error(error);
        if (!response.headersSent) response.statusCode = 500;
        response.end();
      });
  };
}
