import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

test('a folder is made with those above it, and may be there already', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'petrel-folder-')), 'a', 'b');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('what can not be a folder is said at once', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'petrel-folder-')), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(join(file, 'a'))).toThrow('ENOTDIR');
  // Node's own recursive mkdir does not come back from this.
  expect(() => makeFolder('/proc/no-such-place/a')).toThrow('ENOENT');
});
