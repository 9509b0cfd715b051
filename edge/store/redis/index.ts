/** The store that many edges share. Behind a door of its own, for it alone loads a client of Redis. Start with `scripts.ts`. */
export { connectToRedis } from './connect.ts';
export { RedisReadingStore } from './redis-reading-store.ts';
