import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { isNamedPipe, openToWrite } from './pipes.ts';

const folder = scratchFolder('pipes');

function pipeCalled(name: string): string {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  return path;
}

test('a pipe that somebody made is told from a file, from nothing and from one that was handed down', () => {
  expect(isNamedPipe(pipeCalled('named'))).toBe(true);
  expect([join(folder, 'none'), folder, '/dev/null'].map(isNamedPipe)).toEqual([false, false, false]);
  const said = execFileSync(
    process.execPath,
    [
      '--import',
      'tsx',
      '--eval',
      `import(${JSON.stringify(join(import.meta.dirname, 'pipes.ts'))}).then(({ isNamedPipe }) => console.log(isNamedPipe('/dev/stdin')))`,
    ],
    { input: 'from a pipe', encoding: 'utf8' },
  );
  expect(said).toBe('false\n');
});

test('a pipe that nobody reads is not waited for', () => {
  const path = pipeCalled('unread');
  expect(() => openToWrite(path, 'w')).toThrow('it is a pipe that nobody reads');
  expect(() => openToWrite(path, 'a')).toThrow('it is a pipe that nobody reads');
});

test('a pipe that is read is written to, and its reader sees one writer alone', () => {
  const path = pipeCalled('read');
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openToWrite(path, 'w');
  const heard = Buffer.alloc(8);
  // Nothing is there yet, which is not the end.
  expect(() => readSync(reader, heard)).toThrow('EAGAIN');
  writeFileSync(writer, 'told');
  expect(heard.toString('utf8', 0, readSync(reader, heard))).toBe('told');
  closeSync(writer);
  expect(readSync(reader, heard)).toBe(0);
  closeSync(reader);
});

test('a file is opened as ever', () => {
  const path = join(folder, 'file');
  for (const [flags, text] of [
    ['w', 'one'],
    ['a', ' and two'],
  ] as const) {
    const descriptor = openToWrite(path, flags);
    writeFileSync(descriptor, text);
    closeSync(descriptor);
  }
  expect(readFileSync(path, 'utf8')).toBe('one and two');
});
