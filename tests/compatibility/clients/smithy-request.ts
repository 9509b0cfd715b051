import { text } from 'node:stream/consumers';
import type { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpRequest } from '@smithy/protocol-http';
import type { Client } from './retrying.ts';

/** As the clients of the AWS SDK send: a request in parts, by a handler that is kept. */
export function sending(create: () => NodeHttpHandler | NodeHttp2Handler): Client {
  let handler: NodeHttpHandler | NodeHttp2Handler | undefined;
  return async ({ url, body, headers, timeoutMs }) => {
    handler ??= create();
    const { hostname, pathname, protocol } = new URL(url);
    const length = String(Buffer.byteLength(body));
    const request = new HttpRequest({
      protocol,
      hostname,
      path: pathname,
      method: 'POST',
      body,
      headers: { ...headers, 'content-length': length },
    });
    const { response } = await handler.handle(request, { abortSignal: AbortSignal.timeout(timeoutMs) });
    return { status: response.statusCode, text: await text(response.body) };
  };
}
