import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { describeDisk } from '../../ports/disk.contract.ts';
import { FileDisk } from './file-disk.ts';
import { decodeFileName, encodeFileName } from './file-name.ts';

function freshDirectory(): string {
  return scratchFolder('disk');
}

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

  test.for([
    [
      'one bit is another',
      (bytes: Buffer) =>
        Buffer.concat([bytes.subarray(0, 3), Buffer.from([(bytes[3] ?? 0) ^ 1]), bytes.subarray(4)]),
    ],
    ['the checksum is', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')])],
  ] as const)('of a file of which %s gives nothing out as its content', ([, damage]) => {
    const directory = freshDirectory();
    const disk = new FileDisk(directory);
    disk.write('a', 'reading 21.5');
    disk.sync();
    const path = join(directory, 'a');
    writeFileSync(path, damage(readFileSync(path)));
    let content: string | undefined;
    try {
      content = new FileDisk(directory).read('a');
    } catch (error) {
      content = String(error);
    }
    expect(content).not.toBe('reading 21.5');
    expect(content).not.toBe('reacing 21.5');
  });

  test('takes files without a checksum, as older versions wrote them, for what they are', () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'a'), '12');
    expect(new FileDisk(directory).read('a')).toBe('12');
  });

  test('waits for no pipe, reads no device, and takes no file that is too long for a reading', () => {
    const directory = freshDirectory();
    execFileSync('mkfifo', [join(directory, 'a')]);
    symlinkSync('/dev/zero', join(directory, 'b'));
    // Sparse: it takes no room.
    writeFileSync(join(directory, 'c'), '');
    truncateSync(join(directory, 'c'), 3_000_000_000);
    const disk = new FileDisk(directory);
    expect(() => disk.read('a')).toThrow('it is a pipe');
    expect(() => disk.read('b')).toThrow('it is a device');
    expect(() => disk.read('c')).toThrow('it has 3000000000 bytes; 16777216 are allowed');
    for (const name of ['a', 'b', 'c']) disk.rename(name, `aside-${name}`);
    disk.sync();
    expect(disk.list('')).toEqual(['aside-a', 'aside-b', 'aside-c']);
  });

  test('moves also what it cannot read out of the way, and lets go of folders', () => {
    const directory = freshDirectory();
    mkdirSync(join(directory, 'a'));
    mkdirSync(join(directory, 'b'));
    writeFileSync(join(directory, 'b', 'inside'), '');
    mkdirSync(join(directory, 'c.tmp'));
    const disk = new FileDisk(directory);
    expect(() => disk.read('a')).toThrow('EISDIR');
    disk.rename('a', 'aside');
    disk.remove('b');
    expect(disk.list('')).toEqual(['aside']);
    disk.write('a', 'new');
    disk.sync();
    expect(disk.list('')).toEqual(['a', 'aside']);
    expect(disk.read('a')).toBe('new');
  });

  test('keeps what is renamed before it is written, and once more', () => {
    const directory = freshDirectory();
    const disk = new FileDisk(directory);
    disk.write('a', '1');
    disk.rename('a', 'b');
    disk.rename('b', 'c');
    expect(disk.list('')).toEqual(['c']);
    disk.sync();
    disk.rename('c', 'd');
    disk.rename('d', 'e');
    expect([disk.read('e'), disk.read('d'), disk.read('c')]).toEqual(['1', undefined, undefined]);
    disk.sync();
    expect(new FileDisk(directory).list('')).toEqual(['e']);
  });

  test('that cannot move a file says so once, and goes on', () => {
    const directory = freshDirectory();
    const disk = new FileDisk(directory);
    disk.write('a', '1');
    disk.sync();
    mkdirSync(join(directory, 'b'));
    writeFileSync(join(directory, 'b', 'inside'), '');
    disk.rename('a', 'b');
    disk.write('c', '1');
    expect(() => disk.sync()).toThrow();
    disk.sync();
    expect(new FileDisk(directory).list('')).toEqual(['a', 'b', 'c']);
  });

  test('frees room before it asks for more', () => {
    const directory = freshDirectory();
    const disk = new FileDisk(directory);
    disk.write('old', '1');
    disk.sync();
    // A name that cannot be written, as on a full disk: its temporary file is a folder in the way.
    mkdirSync(join(directory, 'a.tmp'));
    disk.write('a', '1');
    disk.remove('old');
    expect(() => disk.sync()).toThrow();
    expect(readdirSync(directory)).not.toContain('old');
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
