import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { message } from '../edge/testing/test-edge.ts';
import { ROOT, words } from './command.ts';
import { startEdge, startProgram } from './edge-program.ts';
import type { EdgeProgram } from './edge-program.ts';

/** Each command of docs/operating.md says what stands there, but for what is drawn and what the clock says. */
interface Command {
  readonly line: string;
  readonly said: string;
}

const page = readFileSync(join(ROOT, 'docs', 'operating.md'), 'utf8');

function commandsOf(start: string): readonly Command[] {
  const blocks = [...page.matchAll(/```console\n([^]*?)```/g)].map((match) => match[1] ?? '');
  return blocks
    .flatMap((block) => block.split(/^\$ /m).slice(1))
    .map((text) => {
      const [line = '', ...rest] = text.split('\n');
      return { line, said: rest.join('\n') };
    })
    .filter(({ line }) => line.startsWith(start));
}

/** What differs from one run to the next. */
function masked(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{16}/g, '<id>')
    .replaceAll(/_[A-Za-z0-9_-]{43}/g, '_<secret>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/"clock_ahead_ms":-?\d+/g, '"clock_ahead_ms":<ms>');
}

const folder = scratchFolder('operating');
let edge: EdgeProgram;

beforeAll(async () => {
  edge = await startEdge(['--store', `sqlite:${join(folder, 'edge.db')}`]);
});

afterAll(async () => {
  edge.child.kill('SIGTERM');
  expect(await edge.ended).toBe(0);
});

test('the commands of the edge say what the page says', async () => {
  const prefix = 'npm run -s edge -- ';
  const commands = commandsOf(prefix);
  expect(commands.length).toBeGreaterThan(4);
  const keys = join(folder, 'keys.json');
  for (const { line, said } of commands) {
    const flags = words(line.slice(prefix.length));
    const program = startProgram('edge', flags[0] === 'devices' ? [...flags, '--keys', keys] : flags);
    let out = '';
    program.child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await program.ended;
    expect(masked(program.stderr() + out), line).toBe(masked(said));
  }
});

test('what is asked over HTTP answers what the page says', async () => {
  const url = `http://127.0.0.1:${edge.port}`;
  for (const sequenceId of [3, 7, 7]) {
    const reading = message(sequenceId, { timestamp: new Date().toISOString() });
    const body = JSON.stringify(sequenceId === 7 ? message(7) : reading);
    await fetch(`${url}/ingest`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }
  const prefix = 'curl -s ';
  const commands = commandsOf(prefix);
  expect(commands.length).toBeGreaterThan(2);
  for (const { line, said } of commands) {
    const target = line.slice(prefix.length).replaceAll("'", '').replace('http://127.0.0.1:8000', url);
    const answer = await fetch(target);
    expect(masked(`${await answer.text()}\n`), line).toBe(masked(said));
  }
});

test('devices with a key and with a certificate are taken, and no log has a secret or stops them', async () => {
  const keys = join(folder, 'more-keys.json');
  const added = startProgram('edge', ['devices', 'add', 'device-001', '--keys', keys]);
  let said = '';
  added.child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await added.ended;
  const key = /^petrel_\S+$/m.exec(said)?.[0] ?? '';
  expect(key).toHaveLength(67);
  const pem = (name: string): string => join(ROOT, 'edge', 'testing', 'tls', name);
  const secure = await startEdge([
    ...['--store', 'memory', '--keys', keys, '--log-level', 'debug'],
    ...['--tls-cert', pem('edge.pem'), '--tls-key', pem('edge.key'), '--tls-client-ca', pem('ca.pem')],
  ]);
  const url = `https://127.0.0.1:${secure.port}/ingest`;
  const flags = [
    '--edge-url',
    url,
    '--tls-ca',
    pem('ca.pem'),
    '--drop',
    '0',
    '--jitter',
    '0',
    '--duplicate',
    '0',
  ];
  const keyed = startProgram('device', [...flags, '--count', '1'], { PETREL_DEVICE_KEY: key });
  const certificate = ['--tls-cert', pem('device-001.pem'), '--tls-key', pem('device-001.key')];
  const numbers = ['--count', '3', '--first-sequence', '10', '--interval', '5ms'];
  const certified = startProgram('device', [...flags, ...certificate, ...numbers]);
  // Nobody reads its log any more: it goes on, and ends as it should.
  await certified.seen(({ event }) => event === 'device_started');
  certified.child.stdout?.destroy();
  expect([await keyed.ended, await certified.ended]).toStrictEqual([0, 0]);
  // All of its log is here only when it has ended.
  secure.child.kill('SIGTERM');
  expect(await secure.ended).toBe(0);
  const taken = secure.lines.filter(({ event }) => event === 'telemetry_accepted');
  const ids = taken.map(({ sequence_id }) => Number(sequence_id));
  expect(ids.toSorted((a, b) => a - b)).toStrictEqual([0, 10, 11, 12]);
  const logs = JSON.stringify([secure.lines, keyed.lines, keyed.stderr()]);
  // The secret is the end of a key, and may itself have a `_`.
  expect(logs).not.toContain(key.slice(-43));
  expect(certified.stderr()).toBe('');
});

test('every flag on the page is one', async () => {
  let known = '';
  const helps = (['edge', 'device'] as const).map((name) => startProgram(name, ['--help']));
  for (const help of helps) help.child.stdout?.on('data', (chunk: Buffer) => (known += chunk.toString()));
  await Promise.all(helps.map(({ ended }) => ended));
  const named = new Set([...page.matchAll(/`(--[a-z-]+)/g)].map((match) => match[1] ?? ''));
  expect([...named].filter((flag) => !known.includes(flag))).toStrictEqual([]);
  expect(named.size).toBeGreaterThan(10);
});
