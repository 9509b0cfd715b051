import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { databaseInMemory, Rows } from './database.ts';

test('a statement keeps its database, though nobody else does', async () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('Nothing collects.');
  const statements = Array.from({ length: 20 }, (_unused, number) => {
    return new Rows(databaseInMemory(), `SELECT ${number}`);
  });
  for (let round = 0; round < 3; round += 1) {
    collect();
    await turn();
  }
  expect(statements.map((rows) => rows.first()?.[0])).toEqual([...statements.keys()]);
});
