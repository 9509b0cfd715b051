import type { Log, PlainClock } from '../../ports/index.ts';
import type { RequestHead } from '../request.ts';
import { ownerOf } from './device-keys.ts';
import type { DeviceKey } from './device-keys.ts';
import { readKeys, stampOf } from './key-file.ts';

/** Whoever sends: the names that he may send under, or why he may not. */
export type Principal =
  | { readonly kind: 'devices'; readonly ids: readonly string[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'revoked' };

export type Authenticate = (head: RequestHead) => Principal;

export interface AuthenticatorOptions {
  /** Null: devices have certificates only. */
  readonly keyFile: string | null;
  readonly clock: Pick<PlainClock, 'monotonic'>;
  readonly log: Log;
}

/** A key that is taken away is good for so long at most. */
const LOOK_MS = 1_000;

/**
 * By the certificate that the connection was made with, or by `Authorization: Bearer` and a key. What the command line changes
 * in the file is known a second later, without a restart.
 * @throws {KeyFileError} when the file is there and is none of keys.
 */
export function authenticator({ keyFile, clock, log }: AuthenticatorOptions): Authenticate {
  let stamp = keyFile === null ? null : stampOf(keyFile);
  let keys = keyFile === null ? new Map<string, DeviceKey>() : byId(readKeys(keyFile));
  let lookedAtMs = clock.monotonic();

  function refresh(file: string): void {
    if (clock.monotonic() - lookedAtMs < LOOK_MS) return;
    lookedAtMs = clock.monotonic();
    try {
      const now = stampOf(file);
      if (now === stamp) return;
      keys = byId(readKeys(file));
      stamp = now;
      log('info', 'keys_read', { keys: keys.size });
    } catch (error) {
      // Those that are known stay good, until somebody has mended the file.
      log('error', 'keys_unreadable', { error: String(error) });
    }
  }

  return ({ headers, certified = [] }) => {
    if (certified.length > 0) return { kind: 'devices', ids: certified };
    if (keyFile === null) return { kind: 'unknown' };
    refresh(keyFile);
    const { authorization } = headers;
    const [, text] = /^bearer +(\S+)$/i.exec(typeof authorization === 'string' ? authorization : '') ?? [];
    const owner = text === undefined ? null : ownerOf(keys, text);
    if (owner === null) return { kind: 'unknown' };
    return owner.isRevoked ? { kind: 'revoked' } : { kind: 'devices', ids: [owner.device] };
  };
}

function byId(keys: readonly DeviceKey[]): Map<string, DeviceKey> {
  return new Map(keys.map((key) => [key.id, key]));
}
