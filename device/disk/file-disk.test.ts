import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { describeDisk } from '../../ports/disk.contract.ts';
import { FileDisk } from './file-disk.ts';
import { decodeFileName, encodeFileName } from './file-name.ts';

const directories: string[] = [];

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'petrel-disk-'));
  directories.push(directory);
  return directory;
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

describeDisk('file disk', () => {
  const directory = freshDirectory();
  return { disk: new FileDisk(directory), reboot: () => new FileDisk(directory) };
});

describe('a file disk', () => {
  test('makes its directory, and clears away what a crash left half written', () => {
    const directory = join(freshDirectory(), 'deep', 'er');
    const disk = new FileDisk(directory);
    disk.write('a', '1');
    disk.sync();
    writeFileSync(join(directory, 'a.tmp'), 'half');
    writeFileSync(join(directory, 'README.md'), 'not ours');
    expect(new FileDisk(directory).list('')).toEqual(['a']);
    expect(readdirSync(directory).toSorted()).toEqual(['README.md', 'a']);
  });

  test('that cannot write says so at sync, and catches up when it can', () => {
    const directory = freshDirectory();
    const disk = new FileDisk(directory);
    disk.write('a', '1');
    rmSync(directory, { recursive: true });
    expect(() => disk.sync()).toThrow('ENOENT');
    mkdirSync(directory);
    disk.sync();
    expect(new FileDisk(directory).read('a')).toBe('1');
  });
});

describe('a file name', () => {
  test('says which name it was made of, and is safe on any file system', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }), (name) => {
        const encoded = encodeFileName(name);
        expect(encoded).toMatch(/^[a-z0-9_-]+$/);
        expect(decodeFileName(encoded)).toBe(name);
      }),
    );
  });

  test.for(['', 'x'.repeat(241), '/'.repeat(49)])('cannot be made of a name of the wrong length', (name) => {
    // `/` takes five characters: 49·5 = 245.
    expect(() => encodeFileName(name)).toThrow('cannot be a file name');
  });

  test.for(['a.tmp', 'README', '_00', ''])('%j was made of no name', (file) => {
    expect(decodeFileName(file)).toBeNull();
  });
});
