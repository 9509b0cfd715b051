import type { ServerResponse } from 'node:http';
import type { EdgeAnswer } from '../../ports/index.ts';

/** Of a response whose client is gone Node keeps the text of the head, once there is one, and no headers. */
function headersOf(response: ServerResponse): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.getHeaders())) {
    headers[name] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  const head: unknown = Reflect.get(response, '_header');
  if (typeof head !== 'string') return headers;
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

/** Keeps what goes into a response, which Node throws away where the client is gone. */
function keepBody(response: ServerResponse, method: 'write' | 'end', chunks: Buffer[]): void {
  const given: unknown = response[method];
  if (typeof given !== 'function') return;
  Object.defineProperty(response, method, {
    configurable: true,
    writable: true,
    value: (...words: readonly unknown[]): unknown => {
      const [chunk, encoding] = words;
      if (typeof chunk === 'string')
        chunks.push(
          Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8'),
        );
      else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
      return Reflect.apply(given, response, words);
    },
  });
}

/**
 * Calls `ended` with the answer if the handler ends a response whose client is gone: what it says of readings of which one
 * request carried many stands in its body. Of a body that goes by a way of its own nothing is known. Node gives no event for
 * that, but it notes it in the response, by whatever way (a `pipe`, an `end` that was kept or wrapped) it comes about.
 */
export function onUnreadAnswer(response: ServerResponse, ended: (answer: EdgeAnswer) => void): void {
  let finished = false;
  const chunks: Buffer[] = [];
  keepBody(response, 'write', chunks);
  keepBody(response, 'end', chunks);
  Object.defineProperty(response, 'finished', {
    configurable: true,
    enumerable: true,
    get: () => finished,
    set: (value: boolean) => {
      if (value && !finished) {
        const body = Buffer.concat(chunks).toString('utf8');
        ended({ status: response.statusCode, headers: headersOf(response), body });
      }
      finished = value;
    },
  });
}
