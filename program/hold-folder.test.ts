import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { holdFolder } from './hold-folder.ts';

test('a folder is held once, by whatever path; another is another', async () => {
  const root = scratchFolder('hold');
  mkdirSync(join(root, 'a'));
  mkdirSync(join(root, 'b'));
  symlinkSync(join(root, 'a'), join(root, 'also-a'));
  const release = await holdFolder(join(root, 'a'));
  expect(release).not.toBeNull();
  expect(await holdFolder(join(root, 'a'))).toBeNull();
  expect(await holdFolder(join(root, 'also-a'))).toBeNull();
  expect(await holdFolder(join(root, 'b'))).not.toBeNull();
  await release?.();
  expect(await holdFolder(join(root, 'also-a'))).not.toBeNull();
  await expect(holdFolder(join(root, 'c'))).rejects.toThrow('ENOENT');
});
