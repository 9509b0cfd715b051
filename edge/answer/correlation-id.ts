import { CORRELATION_ID_HEADER } from '../../protocol/index.ts';
import type { Random } from '../../ports/index.ts';
import type { RequestHeaders } from '../request.ts';

const CORRELATION_ID_PATTERN = /^[A-Za-z0-9._-]{1,128}$/;

const WORD = 2 ** 32;

/**
 * The client's own id if it is harmless in a log and a header, else a new one of 16 hex digits. A bad one is no
 * reason to refuse a reading.
 */
export function correlationIdOf(headers: RequestHeaders, random: Random): string {
  const given = headers[CORRELATION_ID_HEADER];
  if (typeof given === 'string' && CORRELATION_ID_PATTERN.test(given)) return given;
  return word(random, 0) + word(random, 1);
}

/** 32 bits of chance as 8 hex digits. */
function word(random: Random, index: number): string {
  return Math.floor(random.draw('correlation-id', index) * WORD)
    .toString(16)
    .padStart(8, '0');
}
