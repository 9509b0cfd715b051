/** Nobody compresses here: our own edge and device send plain JSON. */
function notHere(): never {
  throw new Error('Nothing is compressed here.');
}

export const constants = {};
export const brotliDecompressSync = notHere;
export const gunzipSync = notHere;
export const inflateRawSync = notHere;
export const inflateSync = notHere;
export const crc32 = notHere;
