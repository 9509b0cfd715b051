import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { replaceFile } from './replace-file.ts';

test('on a full disk a file stays as it was, and nothing lies beside it', () => {
  const folder = scratchFolder('replace');
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
  const folder = scratchFolder('replace');
  writeFileSync(join(folder, 'there'), 'old');
  symlinkSync('there', join(folder, 'link'));
  replaceFile(join(folder, 'link'), 'new');
  expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('new');
});

test('what is no file is written to as it is', () => {
  expect(() => replaceFile('/dev/full', 'text')).toThrow('ENOSPC');
});

test('a file stays whose it is and open to whom it was, and a new private one is its owner’s alone', () => {
  const folder = scratchFolder('replace');
  const path = join(folder, 'keys.json');
  // Only root can write for somebody else.
  const owner = process.getuid?.() === 0 ? 4_711 : userInfo().uid;
  chownSync(folder, owner, userInfo().gid);
  replaceFile(path, 'old', { isPrivate: true });
  expect(statSync(path)).toMatchObject({ uid: owner, mode: 0o100600 });
  chmodSync(path, 0o640);
  replaceFile(path, 'new', { isPrivate: true });
  expect(statSync(path)).toMatchObject({ uid: owner, mode: 0o100640 });
});
