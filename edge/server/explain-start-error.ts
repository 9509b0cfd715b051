import { KeyFileError } from '../auth/key-file.ts';
import { PemFileError } from './pem-file.ts';
import { StoreFileError } from '../store/store-file-error.ts';

/** One line for a person, for an error of the store or of `listen`. */
export function explainStartError(error: unknown, port: number): string {
  if (error instanceof StoreFileError || error instanceof KeyFileError || error instanceof PemFileError)
    return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use already: stop who uses it, or choose another with --port (0 takes any free one).`;
    case 'EACCES':
      return `Port ${port} may not be used by this user: choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'This machine has no such address: check --host.';
    default:
      return `The edge could not start: ${String(error)}`;
  }
}
