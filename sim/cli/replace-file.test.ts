import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile } from './replace-file.ts';

test('on a full disk a file stays as it was, and nothing lies beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'petrel-replace-'));
  const path = join(folder, 'corpus.yaml');
  replaceFile(path, 'old');
  // Where the new text is written to before it takes the place of the old: a disk without room.
  symlinkSync('/dev/full', `${path}.${process.pid}`);
  expect(() => replaceFile(path, 'new')).toThrow('ENOSPC');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['corpus.yaml']);
  replaceFile(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test('a link stays a link, and its file has the text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'petrel-replace-'));
  writeFileSync(join(folder, 'there'), 'old');
  symlinkSync('there', join(folder, 'link'));
  replaceFile(join(folder, 'link'), 'new');
  expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('new');
});

test('what is no file is written to as it is', () => {
  expect(() => replaceFile('/dev/full', 'text')).toThrow('ENOSPC');
});
