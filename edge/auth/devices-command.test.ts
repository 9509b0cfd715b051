import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { createTestEdge, message, post } from '../testing/test-edge.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import { holdFolder } from '../../program/hold-folder.ts';
import { authenticator } from './authenticator.ts';
import { newKey } from './device-keys.ts';
import { devicesCommand } from './devices-command.ts';
import { readKeys, writeKeys } from './key-file.ts';

const folder = scratchFolder('keys');
let files = 0;

function openDesk() {
  files += 1;
  const file = join(folder, String(files), 'keys.json');
  let drawn = 0;
  const said = { out: '', complained: '' };
  const run = (...words: readonly string[]): Promise<number> => {
    said.out = '';
    said.complained = '';
    return devicesCommand(['--keys', file, ...words], {
      now: () => '2026-01-01T00:00:00Z',
      random: (bytes) => Buffer.alloc(bytes, (drawn += 1)),
      out: (text) => (said.out += text),
      complain: (text) => (said.complained += text),
    });
  };
  const key = async (...words: readonly string[]): Promise<string> => {
    expect(await run(...words)).toBe(0);
    return said.out.trim();
  };
  return { file, run, key, said };
}

function openEdge(file: string) {
  const clock = new FakeClock();
  const log = (): void => {};
  const edge = createTestEdge({}, { authenticate: authenticator({ keyFile: file, clock, log }) });
  const send = async (key: string, id = 'device-001', sequenceId = 1): Promise<number> => {
    const headers = key === '' ? {} : { authorization: `Bearer ${key}` };
    return (await edge.ingest(post(message(sequenceId, { device_id: id }), headers))).status;
  };
  return { edge, clock, send };
}

test('a device sends with its key, as itself only', async () => {
  const { file, key } = openDesk();
  const own = await key('add', 'device-001');
  const other = await key('add', 'device-002');
  const { edge, send } = openEdge(file);
  expect(await send(own)).toBe(200);
  expect(await send(other)).toBe(403);
  expect(await send('')).toBe(401);
  expect(await send(own.slice(0, -1))).toBe(401);
  expect(await send(`${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
  expect(await send(`x${own}`)).toBe(401);
  const refused = await edge.ingest(post(message(2)));
  expect(refused.headers['www-authenticate']).toBe('Bearer realm="petrel"');
  expect(edge.stored).toStrictEqual([message(1)]);
  // No line of the log has a key in it, and no more of one is on disk than its hash.
  expect(JSON.stringify(edge.lines) + readFileSync(file, 'utf8')).not.toContain(own.slice(-43));
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('while a key is changed the old one and the new one are good, and after the next change only the newer', async () => {
  const { file, key, run } = openDesk();
  const first = await key('add', 'device-001');
  const { clock, send } = openEdge(file);
  expect(await send(first)).toBe(200);
  const second = await key('rotate', 'device-001');
  // The file is looked at once a second.
  clock.advance(1_000);
  expect([await send(first), await send(second)]).toStrictEqual([409, 409]);
  const third = await key('rotate', 'device-001');
  clock.advance(1_000);
  expect([await send(first), await send(second), await send(third)]).toStrictEqual([403, 409, 409]);
  expect(await run('revoke', 'device-001')).toBe(0);
  clock.advance(1_000);
  expect([await send(second), await send(third)]).toStrictEqual([403, 403]);
});

test('a file that somebody has broken leaves the keys good that are known', async () => {
  const { file, key } = openDesk();
  const own = await key('add', 'device-001');
  const { clock, send } = openEdge(file);
  writeFileSync(file, '{');
  clock.advance(1_000);
  expect(await send(own)).toBe(200);
  expect(() => openEdge(file)).toThrow('is no file of keys');
});

test('while somebody else changes keys it waits: neither key is lost', async () => {
  const { file, key } = openDesk();
  await key('add', 'device-001');
  const release = await holdFolder(dirname(file));
  let isDone = false;
  const second = key('add', 'device-002').finally(() => (isDone = true));
  // Twice as often as it takes to be refused the turn once.
  for (let turn = 0; turn < 2; turn += 1) expect(await holdFolder(dirname(file))).toBeNull();
  expect(isDone).toBe(false);
  // What the other one does meanwhile.
  writeKeys(file, [...readKeys(file), { ...newKey('device-003', '2026-01-01T00:00:00Z', randomBytes).kept }]);
  await release?.();
  await second;
  expect(readKeys(file).map(({ device }) => device)).toStrictEqual([
    'device-001',
    'device-003',
    'device-002',
  ]);
});

test('who may read the file stays as it was, and a link stays a link', async () => {
  const { file, key } = openDesk();
  await key('add', 'device-001');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o640);
  const link = `${file}.link`;
  symlinkSync(file, link);
  writeKeys(link, readKeys(link).slice(0, 0));
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readKeys(file)).toStrictEqual([]);
});

test('what could not be written leaves the old file, and none beside it', async () => {
  const { file, key } = openDesk();
  await key('add', 'device-001');
  const before = readdirSync(dirname(file));
  // A folder cannot be replaced by a file.
  mkdirSync(`${file}.folder`);
  expect(() => writeKeys(`${file}.folder`, [])).toThrow('EISDIR');
  rmSync(`${file}.folder`, { recursive: true });
  expect(readdirSync(dirname(file))).toStrictEqual(before);
});

test('the list has no secret', async () => {
  const { key, run, said } = openDesk();
  const secret = (await key('add', 'device-001')).slice(-43);
  expect(await run('list')).toBe(0);
  expect(said.out).toMatch(/^device-001 {2}[0-9a-f]{16} {2}since 2026-01-01T00:00:00Z\n$/);
  expect(said.out).not.toContain(secret);
});

test.for<readonly [string, string]>([
  ['', 'There is no "devices "'],
  ['ad device-001', 'did you mean add?'],
  ['constructor', 'There is no "devices constructor"'],
  ['add', 'A device id is'],
  ['add a/b', 'A device id is'],
  ['add device-001 device-002', 'too many words'],
  ['add device-001 --kees x', "Unknown option '--kees'"],
  ['rotate device-001', 'has no key yet'],
  ['revoke device-001', 'has no key that is good'],
  ['add device-001 --keys=', '--keys is ""'],
  ['list --keys=', '--keys is ""'],
])('"devices %s" is refused: %s', async ([words, sentence]) => {
  const { run, said } = openDesk();
  expect(await run(...words.split(' ').filter((word) => word !== ''))).toBe(2);
  expect(said.complained).toContain(sentence);
  expect(said.complained).toContain('petrel edge devices list');
  expect(said.out).toBe('');
});
