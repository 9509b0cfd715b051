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

/**
 * Calls `ended` with the head of the answer if the handler ends a response whose client is gone. Node gives no event for
 * that, but it notes it in the response, by whatever way (a `pipe`, an `end` that was kept or wrapped) it comes about.
 */
export function onUnreadAnswer(response: ServerResponse, ended: (answer: EdgeAnswer) => void): void {
  let finished = false;
  Object.defineProperty(response, 'finished', {
    configurable: true,
    enumerable: true,
    get: () => finished,
    set: (value: boolean) => {
      if (value && !finished) ended({ status: response.statusCode, headers: headersOf(response), body: '' });
      finished = value;
    },
  });
}
