import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { fileText, writeFileText } from './file-text.ts';
import { UnwrittenError } from './usage-error.ts';

const folder = scratchFolder('file-text');

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('a byte order mark is no part of the text, wherever else it may stand', () => {
  expect(fileText(fileOf('marked', '\uFEFFa: 1\uFEFF\n'))).toBe('a: 1\uFEFF\n');
  expect(fileText(fileOf('plain', 'a: 1\n'))).toBe('a: 1\n');
});

test('no file has no text', () => {
  expect(fileText(join(folder, 'missing'))).toBeNull();
});

test('what may have no end is not read', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => fileText(pipe)).toThrow(`${pipe} can't be read: it is a pipe`);
  expect(() => fileText('/dev/zero', '--corpus /dev/zero')).toThrow(
    "--corpus /dev/zero can't be read: it is a device",
  );
});

test.for([
  ['a folder', folder, 'EISDIR'],
  ['what stands in a file as in a folder', join(fileOf('file', ''), 'inner'), 'ENOTDIR'],
] as const)('%s is refused in a sentence', ([, path, why]) => {
  expect(() => fileText(path)).toThrow(`${path} can't be read: ${why}`);
});

test('what is written makes its folder, and says in a sentence that it could not be', () => {
  const path = join(folder, 'new', 'inner.yaml');
  writeFileText(path, 'a: 1');
  expect(fileText(path)).toBe('a: 1');
  const blocked = join(path, 'below');
  expect(() => writeFileText(blocked, '', '--out below')).toThrow(UnwrittenError);
  expect(() => writeFileText(blocked, '', '--out below')).toThrow('--out below could not be written: ');
});
