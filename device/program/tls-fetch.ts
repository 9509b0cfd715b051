import { createSecureContext } from 'node:tls';
import type { Fetch } from '../../ports/index.ts';
import { PEM_BYTES_MAX, readRegularFile, whyUnreadable } from '../../program/read-regular-file.ts';

/** Names of files in PEM; null: none. A certificate and its key come together. */
export interface DeviceTls {
  /** Who signs the certificate of the edge, instead of those that Node trusts. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** Why the files will not do, in a sentence. */
export class TlsFileError extends Error {}

/**
 * A `fetch` that trusts and shows other certificates than that of Node.
 * @throws {TlsFileError}
 */
export async function tlsFetch({ ca, cert, key }: DeviceTls): Promise<Fetch> {
  const secrets = { ...pem('ca', ca), ...pem('cert', cert), ...pem('key', key) };
  try {
    createSecureContext(secrets);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TlsFileError(`The files of --tls-ca, --tls-cert and --tls-key will not do: ${why}.`);
  }
  const { fetchShowing } = await import('./undici-fetch.ts');
  return fetchShowing(secrets);
}

function pem(name: keyof DeviceTls, file: string | null): Partial<Record<keyof DeviceTls, Buffer>> {
  if (file === null) return {};
  try {
    return { [name]: readRegularFile(file, PEM_BYTES_MAX) };
  } catch (error) {
    throw new TlsFileError(
      `The file ${JSON.stringify(file)} of --tls-${name} cannot be read: ${whyUnreadable(error)}.`,
    );
  }
}
