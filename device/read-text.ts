import type { FetchResponse } from '../ports/index.ts';

/** No answer of an edge comes near it: what is longer comes from somebody else, or has no end. */
export const ANSWER_BYTES_MAX = 65_536;

/**
 * The body of an answer as text. Of one that does not say that it is short, only so much is read: an endless one would fill
 * the memory before the timeout is over.
 * @throws {RangeError} when it is longer.
 */
export async function readText(response: FetchResponse): Promise<string> {
  const length = response.headers.get('content-length');
  // Also what says its length is read as a whole: no more than that can come.
  const isShort = length !== null && /^\d+$/.test(length) && Number(length) <= ANSWER_BYTES_MAX;
  const { body } = response;
  if (isShort || body === undefined || body === null) return response.text();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    bytes += chunk.value.length;
    if (bytes > ANSWER_BYTES_MAX) {
      await reader.cancel();
      throw new RangeError(`the answer is longer than ${ANSWER_BYTES_MAX} bytes`);
    }
    chunks.push(chunk.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
