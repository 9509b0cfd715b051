import { StoreFileError } from '../store-file-error.ts';
import { Rows } from './database.ts';
import type { Database } from './database.ts';

/** `PRAGMA user_version` of the tables below. A file of a later version is refused. */
const VERSION = 1;

/**
 * One row is a reading and the record that it was stored: the two can't come apart. Ids rise by one with each row, and so
 * does never fall the time in `stored_at_ms`: the rows whose keys are remembered are always the last ones.
 */
const TABLES = `
  CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    device_id TEXT NOT NULL,
    sequence_id INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    "values" TEXT NOT NULL,
    digest TEXT NOT NULL,
    stored_at_ms REAL NOT NULL
  ) STRICT;
  CREATE INDEX readings_by_key ON readings (device_id, sequence_id);
`;

/** Makes the tables where there are none. @throws {StoreFileError} for a file that is not ours, or newer than we are. */
export function prepareTables(database: Database): void {
  const [version = 0] = new Rows(database, 'PRAGMA user_version').first() ?? [];
  if (version === VERSION) return;
  const [tables] = new Rows(database, 'SELECT count(*) FROM sqlite_schema').first() ?? [];
  if (version !== 0 || tables !== 0) {
    throw new StoreFileError(
      `The store has tables of version ${version}, and this edge knows version ${VERSION}: use the edge that made it, or name another file with --store sqlite:FILE.`,
    );
  }
  database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${VERSION}; COMMIT`);
}
