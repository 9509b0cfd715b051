import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** First bytes, and what unpacks a file that begins with them. */
const FORMATS = [
  { name: 'gzip', unpack: 'gunzip -k', bytes: [0x1f, 0x8b] },
  { name: 'zstd', unpack: 'unzstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', unpack: 'unxz -k', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'bzip2', unpack: 'bunzip2 -k', bytes: [0x42, 0x5a, 0x68] },
  { name: 'zip', unpack: 'unzip', bytes: [0x50, 0x4b, 0x03, 0x04] },
] as const;

const LONGEST = Math.max(...FORMATS.map(({ bytes }) => bytes.length));

/** For what is wrong with a file that was archived between two jobs; null where it is not packed, or can't be read. */
export function packedSays(path: string): string | null {
  const head = Buffer.alloc(LONGEST);
  try {
    // Of a pipe or a device what is read here would be gone.
    if (!statSync(path).isFile()) return null;
    const descriptor = openSync(path, 'r');
    try {
      readSync(descriptor, head, 0, LONGEST, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
  const format = FORMATS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  return format === undefined
    ? null
    : `it is packed with ${format.name}. Unpack it first: ${format.unpack} ${path}`;
}
