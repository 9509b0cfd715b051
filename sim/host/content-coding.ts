import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

type Decode = (bytes: Uint8Array) => Uint8Array;

/** As far as the bytes go: undici takes what was cut short, too. */
const PARTIAL = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };

const gunzip: Decode = (bytes) => gunzipSync(bytes, PARTIAL);

/** Some servers send it without the zlib header that it should have. */
const inflate: Decode = (bytes) =>
  ((bytes[0] ?? 0) & 0x0f) === 0x08 ? inflateSync(bytes, PARTIAL) : inflateRawSync(bytes, PARTIAL);

/** What Node's fetch undoes by itself. */
const DECODERS: ReadonlyMap<string, Decode> = new Map([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  ['br', (bytes) => brotliDecompressSync(bytes)],
]);

/**
 * A body without its codings; as it is where one of them is unknown, as Node's fetch leaves it.
 * @throws {Error} when it is not what its coding says.
 */
export function decoded(bytes: Uint8Array, coding: string | undefined): Uint8Array {
  if (coding === undefined || bytes.length === 0) return bytes;
  const decoders = coding.split(',').map((name) => DECODERS.get(name.trim().toLowerCase()));
  return decoders.every((decode) => decode !== undefined)
    ? decoders.reduceRight((rest, decode) => decode(rest), bytes)
    : bytes;
}
