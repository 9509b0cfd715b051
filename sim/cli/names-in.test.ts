import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { namesIn } from './names-in.ts';

const folder = scratchFolder('names-in');
for (const name of ['b.yaml', 'a.yaml', 'a.md']) writeFileSync(join(folder, name), '');

test('files come in the order of their names, and none of no folder', () => {
  expect(namesIn(folder, /\.yaml$/)).toEqual(['a.yaml', 'b.yaml']);
  expect(namesIn(join(folder, 'none'), /\.yaml$/)).toEqual([]);
});

test('what is there and can not be listed is no empty folder', () => {
  const file = join(folder, 'a.md');
  expect(() => namesIn(file, /\.yaml$/)).toThrow(`${file} can't be read: ENOTDIR`);
});
