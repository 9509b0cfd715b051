import { Redis } from 'ioredis';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';

/** How long Redis may take to be there at the beginning. Later it may be away for a while. */
const CONNECT_MS_MAX = 5_000;

/**
 * A connection for what is kept beside the queue. While Redis is away each command fails at once; it comes back by itself.
 */
export function connectTo(address: string): Redis {
  const redis = new Redis(address, { maxRetriesPerRequest: 0 });
  // Each command says it too.
  redis.on('error', () => {});
  return redis;
}

/** Without the password, which is nobody's business who reads a log. */
export function shownAddress(address: string): string {
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  return url.href;
}

/**
 * Sees that there is a Redis at this address.
 * @throws {UsageError}
 */
export async function mustBeThere(address: string): Promise<void> {
  if (!/^rediss?:\/\/[^/]/.test(address) || !URL.canParse(address))
    throw new UsageError(
      `--queue: ${JSON.stringify(address)} is no address. Give one such as redis://localhost:6379.`,
    );
  const redis = new Redis(address, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS_MAX,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  // Told by what is thrown.
  let why: unknown;
  redis.on('error', (error) => (why ??= error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new UsageError(
      `--queue ${shownAddress(address)}: there is no Redis that answers: ${reasonOf(why ?? error)}`,
    );
  } finally {
    redis.disconnect();
  }
}
