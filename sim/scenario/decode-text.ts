import { lineStarts, placeAt } from './place.ts';
import type { ScenarioError } from './scenario-error.ts';

export const FILE_BYTES_MAX = 1024 * 1024;

type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: ScenarioError };

/** Bytes → text, before anything looks at it as YAML: its size, UTF-8, no NUL. A byte order mark is dropped. */
export function decodeText(input: string | Uint8Array, file: string): Decoded {
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (bytes > FILE_BYTES_MAX) return { ok: false, error: tooLarge(file, bytes) };
  const text = typeof input === 'string' ? input : Buffer.from(input).toString('utf8');
  const wrongAt = typeof input === 'string' ? text.search(/\p{Surrogate}/u) : firstInvalid(input, text);
  if (wrongAt !== -1) {
    return {
      ok: false,
      error: notText(file, text, wrongAt, 'bytes that are no UTF-8', 'save the file as UTF-8'),
    };
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    const hint = 'this is no text file, or it was saved as UTF-16; save it as UTF-8';
    return { ok: false, error: notText(file, text, nul, 'a NUL character', hint) };
  }
  return { ok: true, text: text.startsWith('\uFEFF') ? text.slice(1) : text };
}

/** Index in `text` of the first replacement character that does not stand in the bytes; −1 when they are valid. */
function firstInvalid(bytes: Uint8Array, text: string): number {
  const again = Buffer.from(text, 'utf8');
  if (again.equals(bytes)) return -1;
  let offset = 0;
  while (offset < bytes.byteLength && bytes[offset] === again[offset]) offset += 1;
  // Up to here both are the same; the replacement character may share its first bytes with what it replaced.
  const before = again.subarray(0, offset).toString('utf8');
  return before.replace(/\uFFFD+$/, '').length;
}

export function tooLarge(file: string, bytes: number): ScenarioError {
  return {
    code: 'too-large',
    file,
    line: 1,
    col: 1,
    path: '',
    found: `${bytes} bytes`,
    allowed: `at most ${FILE_BYTES_MAX} bytes (1 MiB)`,
    hint: 'a scenario is a page of text; is this the right file?',
  };
}

function notText(file: string, text: string, offset: number, found: string, hint: string): ScenarioError {
  const place = placeAt(file, lineStarts(text), offset);
  return { code: 'not-text', ...place, path: '', found, allowed: 'text in UTF-8', hint };
}
