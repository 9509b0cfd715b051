import { Redis } from 'ioredis';
import type { Log } from '../../../ports/index.ts';

/** A command that takes longer counts as failed, and its request gets 503. */
const COMMAND_MS_MAX = 2_000;
const RETRY_MS_MAX = 1_000;

/**
 * A connection that comes back by itself. While Redis is away each command fails at once: whoever waits for it would be
 * gone by the time that it is back. The log is told when it goes and when it comes.
 */
export function connectToRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: COMMAND_MS_MAX,
    retryStrategy: (attempt) => Math.min(attempt * 50, RETRY_MS_MAX),
  });
  let isUp: boolean | null = null;
  redis.on('error', (error: NodeJS.ErrnoException) => {
    // Each command says it too; here it is said once.
    if (isUp === false) return;
    isUp = false;
    log('error', 'store_down', { reason: error.code ?? error.message });
  });
  redis.on('close', () => {
    if (isUp === true) log('error', 'store_down', { reason: 'closed' });
    if (isUp === true) isUp = false;
  });
  redis.on('ready', () => {
    isUp = true;
    log('info', 'store_up', {});
    void warnOfLosses(redis, log);
  });
  return redis;
}

/** What in the settings of Redis can lose what an edge has acknowledged. */
async function warnOfLosses(redis: Redis, log: Log): Promise<void> {
  try {
    const info = await redis.info();
    const [, sync] = await redis.config('GET', 'appendfsync').then(
      (found) => (Array.isArray(found) ? found.map(String) : []),
      () => [],
    );
    const reasons = [
      ...(/^aof_enabled:1/m.test(info) ? [] : ['appendonly is off']),
      ...(sync === undefined || sync === 'always' ? [] : [`appendfsync is ${sync}`]),
      ...(/^maxmemory_policy:noeviction/m.test(info) ? [] : ['maxmemory-policy is not noeviction']),
    ];
    if (reasons.length > 0) log('warn', 'store_not_durable', { reasons: reasons.join('; ') });
  } catch (error) {
    log('warn', 'store_not_checked', { error: String(error) });
  }
}
