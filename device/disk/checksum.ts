import { crc32 } from 'node:zlib';

const CHECKSUM = /\n#([0-9a-f]{8})$/;
const CHECKSUM_LENGTH = 10;

/** The text with a last line that tells whether it was changed by anything but a program. */
export function withChecksum(text: string): string {
  return `${text}\n#${crc32(text).toString(16).padStart(8, '0')}`;
}

/**
 * The text in a file. One without a checksum is from a version that wrote none, or was cut off: whoever reads it knows what
 * a whole one is.
 * @throws {Error} when it is not the text that was written.
 */
export function contentIn(file: string): string {
  const checksum = CHECKSUM.exec(file)?.[1];
  if (checksum === undefined) return file;
  const text = file.slice(0, -CHECKSUM_LENGTH);
  if (withChecksum(text) !== file) throw new Error('its checksum does not fit');
  return text;
}
