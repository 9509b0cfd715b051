import type { FetchResponse } from '../ports/index.ts';

/** No answer of an edge comes near it: what is longer comes from somebody else, or has no end. */
export const ANSWER_BYTES_MAX = 65_536;

/** What came is no answer of an edge: it is longer than any. */
export class AnswerTooLong extends RangeError {
  override readonly name = 'AnswerTooLong';
}

/**
 * The body of an answer as text. Of one that does not say that it is short, only so much is read: an endless one would fill
 * the memory before the timeout is over, and so would a short one that unpacks without end.
 * @throws {AnswerTooLong} when it is longer.
 */
export async function readText(response: FetchResponse, bytesMax = ANSWER_BYTES_MAX): Promise<string> {
  const { headers } = response;
  const length = headers.get('content-length');
  const isPlain = (headers.get('content-encoding') ?? 'identity') === 'identity';
  // What says its length is read as a whole: no more than that can come.
  const isShort = isPlain && length !== null && /^\d+$/.test(length) && Number(length) <= bytesMax;
  if (isShort) return response.text();
  const { body } = response;
  if (body === undefined || body === null) return response.text();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    bytes += chunk.value.length;
    if (bytes > bytesMax) {
      // Not waited for: whoever sends without end may not notice.
      reader.cancel().catch(() => {});
      throw new AnswerTooLong(`the answer is longer than ${bytesMax} bytes`);
    }
    chunks.push(chunk.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
