import { PEM_BYTES_MAX, readRegularFile, whyUnreadable } from '../../program/read-regular-file.ts';

/** Why a certificate or a key can't be had, in a sentence. */
export class PemFileError extends Error {}

/** @throws {PemFileError} that names the flag. */
export function readPem(flag: string, file: string): Buffer {
  try {
    return readRegularFile(file, PEM_BYTES_MAX);
  } catch (error) {
    throw new PemFileError(
      `The file ${JSON.stringify(file)} of --${flag} cannot be read: ${whyUnreadable(error)}.`,
    );
  }
}
