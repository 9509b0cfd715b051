/** The durable store. Behind a door of its own, for it alone loads SQLite. Start with `sqlite-reading-store.ts`. */
export { databaseInMemory } from './database.ts';
export type { Database } from './database.ts';
export { openDatabase } from './open-database.ts';
export { SqliteReadingStore } from './sqlite-reading-store.ts';
