import { Redis } from 'ioredis';
import { reasonOf } from '../reason-of.ts';
import { say } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { queueName } from './queued-plan.ts';
import { isRefusal, refusalText } from './redis-refusal.ts';

/** How long Redis may take to be there at the beginning. Later it may be away for a while. */
const CONNECT_MS_MAX = 5_000;

/** What the queue needs of Redis. */
const VERSION_MIN = 5;

/** The policy of a Redis that refuses what it has no room for. */
const KEEPS_ALL = 'noeviction';

/**
 * The engine warns at each of its connections, and of versions that do: this command has looked before, and has said so once.
 */
export const LOOKED_AT = { skipVersionCheck: true } as const;

/** As the engine does it: by a script, and a key that the queue may have. */
const TRIAL = "redis.call('SET', KEYS[1], '1', 'EX', 1) return redis.call('DEL', KEYS[1])";

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
 * Sees that there is a Redis at this address, and that it does what a queue needs.
 * @throws {UsageError}
 */
export async function mustBeThere(address: string): Promise<void> {
  const database = databaseIn(address);
  if (database === null)
    throw new UsageError(
      `--queue: ${JSON.stringify(address.replace(/:[^:@/]*@/, ':***@'))} is no address. Give one such as redis://localhost:6379, or redis://:PASSWORD@host:6379/3 with the number of a database.`,
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
    // A database that is not there is left out in silence where it stands in the address alone.
    await redis.select(database);
    const info = await redis.info();
    const version = fieldIn(info, 'redis_version');
    if (version !== null && Number.parseInt(version, 10) < VERSION_MIN)
      throw new UsageError(
        `--queue ${shownAddress(address)}: it is Redis ${version}, and the queue needs ${VERSION_MIN} or later.`,
      );
    await redis.eval(TRIAL, 1, `${queueName()}-trial`);
    const policy = fieldIn(info, 'maxmemory_policy') ?? KEEPS_ALL;
    if (policy !== KEEPS_ALL)
      say(
        `--queue ${shownAddress(address)}: this Redis forgets what it holds when its memory is full (maxmemory-policy is ${policy}): no result is lost by that, but runs are made again. Better: CONFIG SET maxmemory-policy ${KEEPS_ALL}`,
      );
  } catch (error) {
    throw error instanceof UsageError ? error : notUsable(address, why ?? error);
  } finally {
    redis.disconnect();
  }
}

function notUsable(address: string, error: unknown): UsageError {
  const at = `--queue ${shownAddress(address)}`;
  if (isRefusal(error)) return new UsageError(`${at}: Redis refuses: ${refusalText(error)}`);
  return new UsageError(`${at}: there is no Redis that answers: ${reasonOf(error)}`);
}

/** The number of the database, 0 where none is named. Null: it is no address of a Redis. */
function databaseIn(address: string): number | null {
  if (!/^rediss?:\/\/[^/]/.test(address) || !URL.canParse(address)) return null;
  const [, digits = '0'] = /^\/?(\d{1,9})?$/.exec(new URL(address).pathname) ?? [null, ''];
  return digits === '' ? null : Number(digits);
}

/** Of the text that INFO gives; null where it does not say. */
function fieldIn(info: string, name: string): string | null {
  return new RegExp(`^${name}:(.+?)\\r?$`, 'm').exec(info)?.[1] ?? null;
}
