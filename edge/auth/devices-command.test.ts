import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTestEdge, message, post } from '../testing/test-edge.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import { authenticator } from './authenticator.ts';
import { devicesCommand } from './devices-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'petrel-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function openDesk() {
  files += 1;
  const file = join(folder, String(files), 'keys.json');
  let drawn = 0;
  const said = { out: '', complained: '' };
  const run = (...words: readonly string[]): number => {
    said.out = '';
    said.complained = '';
    return devicesCommand([...words, '--keys', file], {
      now: () => '2026-01-01T00:00:00Z',
      random: (bytes) => Buffer.alloc(bytes, (drawn += 1)),
      out: (text) => (said.out += text),
      complain: (text) => (said.complained += text),
    });
  };
  const key = (...words: readonly string[]): string => {
    expect(run(...words)).toBe(0);
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
  const [own, other] = [key('add', 'device-001'), key('add', 'device-002')];
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
  const first = key('add', 'device-001');
  const { clock, send } = openEdge(file);
  expect(await send(first)).toBe(200);
  const second = key('rotate', 'device-001');
  // The file is looked at once a second.
  clock.advance(1_000);
  expect([await send(first), await send(second)]).toStrictEqual([409, 409]);
  const third = key('rotate', 'device-001');
  clock.advance(1_000);
  expect([await send(first), await send(second), await send(third)]).toStrictEqual([403, 409, 409]);
  expect(run('revoke', 'device-001')).toBe(0);
  clock.advance(1_000);
  expect([await send(second), await send(third)]).toStrictEqual([403, 403]);
});

test('a file that somebody has broken leaves the keys good that are known', async () => {
  const { file, key } = openDesk();
  const own = key('add', 'device-001');
  const { clock, send } = openEdge(file);
  writeFileSync(file, '{');
  clock.advance(1_000);
  expect(await send(own)).toBe(200);
  expect(() => openEdge(file)).toThrow('is no file of keys');
});

test('the list has no secret', () => {
  const { key, run, said } = openDesk();
  const secret = key('add', 'device-001').slice(-43);
  expect(run('list')).toBe(0);
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
])('"devices %s" is refused: %s', ([words, sentence]) => {
  const { run, said } = openDesk();
  expect(run(...words.split(' ').filter((word) => word !== ''))).toBe(2);
  expect(said.complained).toContain(sentence);
  expect(said.complained).toContain('petrel edge devices list');
  expect(said.out).toBe('');
});
