import type { IncomingMessage } from 'node:http';

/** Header lines of one request; clients send about ten. */
export const HEADER_LINES_MAX = 100;

/** Fields that mean something only where they come once (RFC 9110 §5.3); Node keeps the first and drops the others. */
const SINGLE: ReadonlySet<string> = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'transfer-encoding',
]);

/** A host and a port, without a user before them. */
const HOST_PATTERN = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::\d{0,5})?$/;

/** Why a request is refused before anybody looks at what it asks for. */
export interface Ambiguity {
  readonly reason: 'ambiguous_request' | 'too_many_headers';
  readonly detail: string;
}

/**
 * What two readers of one request could take for two things: then somebody on the way may have checked another request than
 * the one that would be served here (RFC 9112 §11.2, request smuggling). Undefined for a request that is clear.
 */
export function ambiguityOf(request: IncomingMessage): Ambiguity | undefined {
  const { rawHeaders, headers, httpVersion } = request;
  // Node's parser takes the others too, whose requests look otherwise.
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return unclear('The version must be HTTP/1.1 or HTTP/1.0.');
  if (rawHeaders.length > 2 * HEADER_LINES_MAX) {
    return {
      reason: 'too_many_headers',
      detail: `A request must not have more than ${HEADER_LINES_MAX} header lines.`,
    };
  }
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return unclear(`The header ${name} must come once.`);
    seen.add(name);
  }
  if (headers.host === undefined && httpVersion === '1.1') return unclear('The header host must be there.');
  if (headers.host !== undefined && headers.host !== '' && !HOST_PATTERN.test(headers.host))
    return unclear('The header host must be one host, with or without a port.');
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked')
    return unclear('The only transfer coding that is taken is chunked.');
  return undefined;
}

function unclear(detail: string): Ambiguity {
  return { reason: 'ambiguous_request', detail };
}
