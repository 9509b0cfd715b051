import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { readRegularFile, whyUnreadable } from './read-regular-file.ts';

const folder = scratchFolder('file');

function whyNot(path: string): string {
  try {
    readRegularFile(path, 4);
  } catch (error) {
    return whyUnreadable(error);
  }
  return 'read';
}

test('a file is read that is no longer than it may be', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'four');
  expect(readRegularFile(file, 4).toString()).toBe('four');
  writeFileSync(file, 'fifth');
  expect(whyNot(file)).toBe('it has 5 bytes; 4 are allowed');
});

test('what would be read for ever, or is no file, says what it is', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(whyNot(pipe)).toBe('it is a pipe');
  expect(whyNot('/dev/zero')).toBe('it is a device');
  expect(whyNot(folder)).toBe('EISDIR');
  expect(whyNot(join(folder, 'none'))).toBe('ENOENT');
});
