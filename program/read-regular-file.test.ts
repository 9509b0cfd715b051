import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRegularFile, whyUnreadable } from './read-regular-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'petrel-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
