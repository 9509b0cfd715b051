import { dirname } from 'node:path';
import { makeFolder } from '../../../program/make-folder.ts';
import { StoreFileError } from '../store-file-error.ts';
import { databaseInFile, Rows } from './database.ts';
import type { Cell, Database } from './database.ts';

/** Before it, SQLite can lose what was committed in WAL mode (https://sqlite.org/wal.html#walresetbug). */
const SQLITE_VERSION_MIN = [3, 51, 3] as const;

/** `PRAGMA synchronous` as a number: each commit is on disk before it returns. */
const FULL = 2;

/**
 * Opens the file of a durable store, and makes it and its folder where there are none. From here on no other process
 * can open it. What its promise stands on is set here and read back, for builds of SQLite differ in what they do by themselves.
 * @throws {StoreFileError}
 */
export function openDatabase(path: string): Database {
  let database: Database | undefined;
  try {
    makeFolder(dirname(path));
    database = databaseInFile(path);
    secure(database);
    return database;
  } catch (error) {
    if (database?.isOpen === true) database.close();
    throw new StoreFileError(explain(path, error), { cause: error });
  }
}

/**
 * Ends in order: all that is in the log goes into the file, which is whole by itself from then on, and free. Not by
 * closing alone, for the library keeps the file until its statements are collected.
 */
export function closeDatabase(database: Database): void {
  if (database.location() !== null) {
    database.exec('PRAGMA journal_mode = delete; PRAGMA locking_mode = normal');
    // The lock is given back at the next look into the file.
    new Rows(database, 'SELECT count(*) FROM sqlite_schema').first();
  }
  database.close();
}

function secure(database: Database): void {
  const [version] = new Rows(database, 'SELECT sqlite_version()').first() ?? [];
  if (!isAtLeast(String(version), SQLITE_VERSION_MIN)) {
    throw new StoreFileError(
      `SQLite ${version} can lose committed readings: ${SQLITE_VERSION_MIN.join('.')} or later is needed`,
    );
  }
  set(database, 'locking_mode', 'exclusive', 'exclusive');
  set(database, 'journal_mode', 'wal', 'wal');
  set(database, 'synchronous', 'full', FULL);
  // The lock is taken at the first write, and then kept.
  database.exec('BEGIN IMMEDIATE; COMMIT');
}

/** Sets what a pragma names, and reads it back: SQLite says nothing where it can't do it. */
function set(database: Database, pragma: string, value: string, wanted: Cell): void {
  database.exec(`PRAGMA ${pragma} = ${value}`);
  const [found] = new Rows(database, `PRAGMA ${pragma}`).first() ?? [];
  if (found !== wanted) throw new StoreFileError(`its ${pragma} is ${found} and cannot be ${value}`);
}

export function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  const at = least.findIndex((part, index) => part !== parts[index]);
  return at === -1 || (parts[at] ?? 0) > (least[at] ?? 0);
}

/** Codes of SQLite (https://sqlite.org/rescode.html) and of the file system. */
function explain(path: string, error: unknown): string {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  const place = `The store ${JSON.stringify(path)}`;
  switch (code) {
    case 5:
      return `${place} is held by another process: stop it, or name another file with --store sqlite:FILE.`;
    case 13:
      return `${place} has no room: the disk is full.`;
    case 26:
      return `${place} is no database of SQLite: name another file with --store sqlite:FILE.`;
    case 11:
      return `${place} is damaged: restore it from a copy, or name another file with --store sqlite:FILE.`;
    default:
      return `${place} cannot be used (${error instanceof Error ? error.message : String(error)}): name another file with --store sqlite:FILE, or keep readings in memory only with --store memory.`;
  }
}
