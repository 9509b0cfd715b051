import { DatabaseSync } from '@photostructure/sqlite';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';

/** What the library calls a database. */
export type Database = DatabaseSyncInstance;

/** The cell of a row that is asked for one by one. */
export type Cell = string | number | null;

/** The databases of statements: one whose database is collected before it ends the whole process when it is asked. */
const DATABASES = new WeakMap<StatementSyncInstance, Database>();

/** A statement whose rows come as lists of cells, in the order of its columns. */
export class Rows {
  readonly #statement: StatementSyncInstance;

  constructor(database: Database, sql: string) {
    this.#statement = database.prepare(sql);
    this.#statement.setReturnArrays(true);
    DATABASES.set(this.#statement, database);
  }

  first(...values: readonly Cell[]): readonly Cell[] | undefined {
    const row: unknown = this.#statement.get(...values);
    return Array.isArray(row) ? row.map(cellOf) : undefined;
  }

  all(...values: readonly Cell[]): readonly (readonly Cell[])[] {
    const rows: readonly unknown[] = this.#statement.all(...values);
    return rows.map((row) => (Array.isArray(row) ? row.map(cellOf) : []));
  }
}

function cellOf(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** A database that is gone with the last who holds it: for a simulated disk, which outlives the simulated process. */
export function databaseInMemory(): Database {
  return new DatabaseSync(':memory:');
}

/** Opens a file, and makes it where there is none. @throws what SQLite says. */
export function databaseInFile(path: string): Database {
  // Whoever holds the file does so for as long as he lives: to wait for him is of no use.
  return new DatabaseSync(path, { timeout: 0 });
}
