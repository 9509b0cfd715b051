import { isUtf8 } from 'node:buffer';
import type { EdgeAnswer } from '../../ports/index.ts';

/** What came over the wire as a text and, where it is none (compressed, CBOR), as the bytes that it is. */
export function answerBody(bytes: Buffer): Pick<EdgeAnswer, 'body' | 'bytes'> {
  const body = bytes.toString('utf8');
  return isUtf8(bytes) ? { body } : { body, bytes };
}
