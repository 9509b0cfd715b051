import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { Rows } from './database.ts';
import { closeDatabase, isAtLeast, openDatabase } from './open-database.ts';
import { prepareTables } from './schema.ts';

const folder = scratchFolder('open');

test('a commit is on disk before it returns: FULL, in WAL, on a SQLite that keeps what it committed', () => {
  const database = openDatabase(join(folder, 'made', 'on', 'the', 'way', 'edge.db'));
  const asked = (sql: string) => new Rows(database, sql).first()?.[0];
  expect(asked('PRAGMA journal_mode')).toBe('wal');
  // 2 is FULL (https://sqlite.org/pragma.html#pragma_synchronous).
  expect(asked('PRAGMA synchronous')).toBe(2);
  expect(isAtLeast(String(asked('SELECT sqlite_version()')), [3, 51, 3])).toBe(true);
  closeDatabase(database);
});

test.for([
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.6.99', false],
  ['3.53', true],
  ['4.0.0', true],
] as const)('SQLite %s is good enough: %s', ([version, isGood]) => {
  expect(isAtLeast(version, [3, 51, 3])).toBe(isGood);
});

test('a file that somebody holds is refused, and free again after him', () => {
  const file = join(folder, 'held.db');
  const holder = openDatabase(file);
  expect(() => openDatabase(file)).toThrow(/^The store ".*held\.db" is held by another process: /);
  closeDatabase(holder);
  closeDatabase(openDatabase(file));
});

test.for([
  ['a text', 'x'.repeat(5000), /is no database of SQLite/],
  ['a database cut short', null, /is damaged|is no database/],
] as const)('a file that is %s is refused in a sentence, and left as it is', ([name, content, sentence]) => {
  const file = join(folder, `${name}.db`);
  if (content === null) {
    const made = openDatabase(file);
    prepareTables(made);
    closeDatabase(made);
    const bytes = readFileSync(file);
    // All of the first page behind its header, with the list of tables.
    bytes.fill(0xff, 100, 4096);
    writeFileSync(file, bytes);
  } else writeFileSync(file, content);
  const before = readFileSync(file);
  expect(() => prepareTables(openDatabase(file))).toThrow(sentence);
  expect(readFileSync(file)).toStrictEqual(before);
});

test('a folder, or a place where nothing can be made, is refused in a sentence', () => {
  mkdirSync(join(folder, 'is-a-folder'));
  expect(() => openDatabase(join(folder, 'is-a-folder'))).toThrow(/cannot be used .*--store memory/);
  writeFileSync(join(folder, 'a-file'), '');
  expect(() => openDatabase(join(folder, 'a-file', 'edge.db'))).toThrow(/cannot be used/);
});

test('tables of a later edge, or of somebody else, are refused', () => {
  const database = openDatabase(join(folder, 'later.db'));
  database.exec('PRAGMA user_version = 2');
  expect(() => prepareTables(database)).toThrow('tables of version 2, and this edge knows version 1');
  database.exec('PRAGMA user_version = 0; CREATE TABLE mine (a)');
  expect(() => prepareTables(database)).toThrow('tables of version 0');
  closeDatabase(database);
});
