import { correlationId, CORRELATION_ID_HEADER } from '../../protocol/index.ts';
import type { Random } from '../../ports/index.ts';
import type { RequestHeaders } from '../request.ts';

const CORRELATION_ID_PATTERN = /^[A-Za-z0-9._-]{1,128}$/;

/** The client's own id if it is harmless in a log and a header, else a new one. A bad one is no reason to refuse a reading. */
export function correlationIdOf(headers: RequestHeaders, random: Random): string {
  const given = headers[CORRELATION_ID_HEADER];
  if (typeof given === 'string' && CORRELATION_ID_PATTERN.test(given)) return given;
  return correlationId(random.draw('correlation-id', 0), random.draw('correlation-id', 1));
}
