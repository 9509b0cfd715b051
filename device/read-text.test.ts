import { expect, test } from 'vitest';
import { ANSWER_BYTES_MAX, readText } from './read-text.ts';

/** `chunks` pieces of 1 KiB, and how many of them were asked for. */
function stream(chunks: number): { readonly body: ReadableStream<Uint8Array>; readonly given: () => number } {
  let given = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (given === chunks) {
          controller.close();
          return;
        }
        given += 1;
        controller.enqueue(new Uint8Array(1_024).fill(0x61));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, given: () => given };
}

test('an answer is read as a whole, whether it says its length or not', async () => {
  expect(await readText(new Response('{"a":"ü"}'))).toBe('{"a":"ü"}');
  expect(await readText(new Response('ok', { headers: { 'content-length': '2' } }))).toBe('ok');
  expect(await readText(new Response(null, { status: 204 }))).toBe('');
  expect(await readText(new Response(stream(64).body))).toHaveLength(ANSWER_BYTES_MAX);
});

test('what unpacks without end is cut off too, however short it is packed', async () => {
  const { body } = stream(Infinity);
  // Whoever reads it by its length would read the packed bytes; what comes are unpacked ones.
  const headers = { 'content-length': '100', 'content-encoding': 'gzip' };
  await expect(readText(new Response(body, { headers }))).rejects.toThrow('longer than 65536 bytes');
});

test('how much is read can be told', async () => {
  await expect(readText(new Response(stream(3).body), 2_048)).rejects.toThrow('longer than 2048 bytes');
});

test('of a body without end only so much is read as any edge would say', async () => {
  const { body, given } = stream(Infinity);
  await expect(readText(new Response(body))).rejects.toThrow('longer than 65536 bytes');
  // 64 KiB, and one more chunk to know it.
  expect(given()).toBe(65);
});
