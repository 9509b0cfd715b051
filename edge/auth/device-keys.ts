import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';

/** Keys of one device that are good at the same time: the old one and the new one, while they are changed. */
const LIVE_MAX = 2;

const deviceKey = z.strictObject({
  device: z.string().regex(DEVICE_ID_PATTERN),
  /** Names the key in lists and in the key itself; no secret. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** SHA-256 of the whole key, hex. A key is 256 random bits, so nothing slower is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  created: z.iso.datetime(),
  revoked: z.iso.datetime().nullable(),
});

/** What the file of keys holds. */
export const deviceKeysSchema = z.strictObject({
  version: z.literal(1),
  keys: z.array(deviceKey).readonly(),
});

export type DeviceKey = Readonly<z.infer<typeof deviceKey>>;

/** `petrel_<id>_<secret>`. */
const KEY_PATTERN = /^petrel_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;

/** A new key from 8 and 32 random bytes, and what is kept of it. Only its owner ever sees the text. */
export function newKey(
  device: string,
  created: string,
  random: (bytes: number) => Buffer,
): { readonly text: string; readonly kept: DeviceKey } {
  const id = random(8).toString('hex');
  const text = `petrel_${id}_${random(32).toString('base64url')}`;
  return { text, kept: { device, id, hash: hashOf(text).toString('hex'), created, revoked: null } };
}

/** Who a key belongs to: a device, or a device that may not use it any more; null: nobody. */
export type KeyOwner = { readonly device: string; readonly isRevoked: boolean };

/** By id; the secret is compared in a time that tells nothing of it. */
export function ownerOf(keys: ReadonlyMap<string, DeviceKey>, text: string): KeyOwner | null {
  const id = KEY_PATTERN.exec(text)?.[1];
  const key = id === undefined ? undefined : keys.get(id);
  if (key === undefined || !timingSafeEqual(hashOf(text), Buffer.from(key.hash, 'hex'))) return null;
  return { device: key.device, isRevoked: key.revoked !== null };
}

/** With one more key; of the older ones only the youngest stays good. */
export function withNewKey(keys: readonly DeviceKey[], added: DeviceKey): readonly DeviceKey[] {
  const live = keys.filter(({ device, revoked }) => device === added.device && revoked === null);
  const ending = new Set(live.slice(0, Math.max(0, live.length - (LIVE_MAX - 1))));
  return [...keys.map((key) => (ending.has(key) ? { ...key, revoked: added.created } : key)), added];
}

/** Without a good key of this device. */
export function withoutDevice(keys: readonly DeviceKey[], device: string, at: string): readonly DeviceKey[] {
  return keys.map((key) => (key.device === device && key.revoked === null ? { ...key, revoked: at } : key));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
