import { AnswerWords } from './answer-words.ts';
import type { Dialect } from './dialect.ts';

/** A string of structured fields (RFC 9651 §3.3.3); what comes without quotes, as most clients send it, is itself. */
export function keyIn(header: string): string {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"/.exec(header.trim())?.[1];
  return quoted === undefined ? header.trim() : quoted.replaceAll(/\\(["\\])/g, '$1');
}

/**
 * The IETF draft "The Idempotency-Key HTTP Header Field" (httpapi-idempotency-key-header-07). Its 409 says that the first
 * request with this key is worked on still, so it is no acknowledgement; a retry of what is done gets the first answer again.
 */
export const IDEMPOTENCY_KEY: Dialect = {
  name: 'idempotency-key',
  words: new AnswerWords({ accepted: null, duplicate: [], later: [409], strict: false }),
  echoes: false,
  read(request) {
    const header = request.headers['idempotency-key'];
    const key = header === undefined ? '' : keyIn(header);
    return key === '' ? null : [{ device: null, reading: key, timestamp: null, content: request.json }];
  },
};
