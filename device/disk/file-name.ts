/** Lower-case letters, digits and `-` stand for themselves on every file system, also on those that fold case. */
const PLAIN = /[^a-z0-9-]/g;

/** 255 bytes is the limit of the common file systems; the rest is left for the suffix of a temporary file. */
const LENGTH_MAX = 240;

/**
 * A file name for any string, one to one: other characters become `_` and four hex digits of their UTF-16 code unit.
 * So no name can leave its directory, hide, or meet another.
 * @throws {Error} when the result is longer than file systems allow.
 */
export function encodeFileName(name: string): string {
  const encoded = name.replace(PLAIN, (unit) => `_${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (encoded === '' || encoded.length > LENGTH_MAX) {
    throw new Error(
      `${JSON.stringify(name.slice(0, 40))} cannot be a file name: encoded it has ${encoded.length} characters, ` +
        `1 to ${LENGTH_MAX} are possible.`,
    );
  }
  return encoded;
}

/** The name that `encodeFileName` made this of; null when it made no such name. */
export function decodeFileName(encoded: string): string | null {
  if (!/^(?:[a-z0-9-]|_[0-9a-f]{4})+$/.test(encoded)) return null;
  return encoded.replace(/_([0-9a-f]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
