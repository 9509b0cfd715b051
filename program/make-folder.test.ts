import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { makeFolder } from './make-folder.ts';

test('a folder is made with those above it, and may be there already', () => {
  const folder = join(scratchFolder('folder'), 'a', 'b');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('what can not be a folder is said at once', () => {
  const file = join(scratchFolder('folder'), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(join(file, 'a'))).toThrow('ENOTDIR');
  // Node's own recursive mkdir does not come back from this.
  expect(() => makeFolder('/proc/no-such-place/a')).toThrow('ENOENT');
});
