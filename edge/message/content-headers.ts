import type { RequestHeaders } from '../request.ts';

/** One parameter of a media type: `name=token` or `name="quoted"` (RFC 9110 §5.6.6), blanks already trimmed. */
const PARAMETER_PATTERN = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"([^"\\]*)"|([!#$%&'*+.^_`|~0-9A-Za-z-]+))$/;

/**
 * Why a body with these headers cannot be read as JSON in UTF-8; undefined when it can. Compressed bodies are
 * refused: a few bytes of gzip can hold gigabytes.
 */
export function unsupportedContent(headers: RequestHeaders): string | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && String(encoding).trim().toLowerCase() !== 'identity') {
    return 'The body must not be compressed: leave Content-Encoding out.';
  }
  const type = headers['content-type'];
  // What nearly every request says, tried first.
  if (type === 'application/json') return undefined;
  if (typeof type !== 'string' || !isJsonInUtf8(type)) {
    return 'Content-Type must be application/json, in UTF-8.';
  }
  return undefined;
}

function isJsonInUtf8(type: string): boolean {
  const [mediaType = '', ...parameters] = type.split(';').map((part) => part.trim());
  if (mediaType.toLowerCase() !== 'application/json') return false;
  return parameters.every((parameter) => {
    // RFC 9110 §5.6.6 allows an empty parameter, as in `application/json;`.
    if (parameter === '') return true;
    const match = PARAMETER_PATTERN.exec(parameter);
    if (match === null) return false;
    const isCharset = match[1]?.toLowerCase() === 'charset';
    return !isCharset || (match[2] ?? match[3] ?? '').toLowerCase() === 'utf-8';
  });
}
