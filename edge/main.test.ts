import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { message } from './testing/test-edge.ts';

interface Program {
  readonly child: ChildProcess;
  readonly lines: Record<string, unknown>[];
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
  /** Waits for a line of the log. */
  readonly seen: (event: string) => Promise<Record<string, unknown>>;
}

const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** With a store in memory, unless told. */
function start(argv: readonly string[]): Program {
  const store = argv.includes('--store') ? [] : ['--store', 'memory'];
  const child = spawn(process.execPath, ['start/petrel.cjs', 'edge', ...store, ...argv]);
  running.push(child);
  const lines: Record<string, unknown>[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    child,
    lines,
    errors: () => errors,
    ended,
    seen: async (event) => {
      for (;;) {
        const line = lines.find((candidate) => candidate['event'] === event);
        if (line !== undefined) return line;
        if (child.exitCode !== null) throw new Error(`the edge ended without ${event}: ${errors}`);
        await Promise.race([once(reader, 'line'), ended]);
      }
    },
  };
}

test('serves on a free port, says which, and stops in order on SIGTERM', async () => {
  const edge = start(['--port', '0', '--host', '127.0.0.1']);
  const { port, timestamp } = await edge.seen('edge_started');
  expect(edge.lines[0]).toMatchObject({ event: 'edge_started', level: 'info' });
  expect(timestamp).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(edge.lines[0]).not.toHaveProperty('pid');
  const url = `http://127.0.0.1:${String(port)}`;
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-correlation-id': 'corr-1' },
    body: JSON.stringify(message(1)),
  };
  expect((await fetch(`${url}/ingest`, init)).status).toBe(200);
  expect((await fetch(`${url}/ingest`, init)).status).toBe(409);
  expect(await (await fetch(`${url}/health`)).json()).toStrictEqual({ status: 'ok' });
  const page = await fetch(`${url}/telemetry?device_id=device-001`);
  expect(await page.json()).toMatchObject({ readings: [message(1)], next: null });

  const clash = start(['--port', String(port), '--host', '127.0.0.1']);
  expect(await clash.ended).toBe(1);
  expect(clash.errors()).toMatch(/^Port \d+ is in use already: [^\n]*\n$/);

  edge.child.kill('SIGTERM');
  expect(await edge.ended).toBe(0);
  expect(edge.lines.map((line) => line['event'])).toStrictEqual([
    'edge_started',
    'telemetry_received',
    'telemetry_accepted',
    'telemetry_received',
    'duplicate_detected',
    'edge_stopping',
    'edge_stopped',
  ]);
  expect(edge.lines.at(-1)).toMatchObject({ received_total: 2, accepted_total: 1, duplicates_total: 1 });
  expect(edge.errors()).toBe('');
});

test('takes a signal that npm hands on a second time for the same one, and still stops in order', async () => {
  const edge = start(['--port', '0', '--host', '127.0.0.1']);
  const { port } = await edge.seen('edge_started');
  // An open request, so that the edge can't have stopped before the second signal.
  const client = connect(Number(port), '127.0.0.1');
  client.write('POST /ingest HTTP/1.1\r\nHost: edge\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n');
  await once(client, 'data');
  edge.child.kill('SIGTERM');
  await edge.seen('edge_stopping');
  edge.child.kill('SIGTERM');
  client.destroy();
  expect(await edge.ended).toBe(0);
  expect(edge.lines.map((line) => line['event'])).toContain('edge_stopped');
});

const health = (port: unknown): Promise<number> =>
  fetch(`http://127.0.0.1:${String(port)}/nowhere`).then((answer) => answer.status);

test('goes on when the reader of its log is gone', async () => {
  const edge = start(['--port', '0', '--host', '127.0.0.1']);
  const { port } = await edge.seen('edge_started');
  edge.child.stdout?.destroy();
  // Each has a line in the log, which nobody gets.
  for (let count = 0; count < 3; count += 1) expect(await health(port)).toBe(404);
  edge.child.kill('SIGTERM');
  expect([await edge.ended, edge.errors()]).toStrictEqual([0, '']);
});

test('goes on, and stops, while nobody reads its log', async () => {
  const edge = start(['--port', '0', '--host', '127.0.0.1', '--log-level', 'debug']);
  const { port } = await edge.seen('edge_started');
  edge.child.stdout?.pause();
  // A pipe holds some 64 KiB to 200 KiB; each line that is refused is some 200 bytes.
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const asked = Array.from(
    { length: 2000 },
    () =>
      new Promise((resolve, reject) => {
        get({ agent, port: Number(port), host: '127.0.0.1', path: '/nowhere' }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode));
        }).on('error', reject);
      }),
  );
  expect(new Set(await Promise.all(asked))).toStrictEqual(new Set([404]));
  agent.destroy();
  edge.child.kill('SIGTERM');
  await once(edge.child, 'exit');
  expect([edge.child.exitCode, edge.errors()]).toStrictEqual([0, '']);
});

test('goes on when its log is on a full disk', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  const full = openSync('/dev/full', 'w');
  const flags = ['--port', String(port), '--host', '127.0.0.1', '--store', 'memory'];
  const child = spawn(process.execPath, ['start/petrel.cjs', 'edge', ...flags], {
    stdio: ['ignore', full, 'ignore'],
  });
  running.push(child);
  closeSync(full);
  const ended = once(child, 'exit');
  const isUp = (): Promise<boolean> =>
    health(port).then(
      (status) => status === 404,
      () => false,
    );
  while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 20));
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message(1)),
  };
  const post = (): Promise<number> =>
    fetch(`http://127.0.0.1:${port}/ingest`, init).then((answer) => answer.status);
  expect([await post(), await post()]).toStrictEqual([200, 409]);
  child.kill('SIGTERM');
  expect(await ended).toStrictEqual([0, null]);
});

test('stops in order also when the signal has ended the reader of its log first', async () => {
  const edge = start(['--port', '0', '--host', '127.0.0.1']);
  const { port } = await edge.seen('edge_started');
  const client = connect(Number(port), '127.0.0.1');
  client.write('POST /ingest HTTP/1.1\r\nHost: edge\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n');
  await once(client, 'data');
  edge.child.stdout?.destroy();
  edge.child.kill('SIGTERM');
  // It is stopping as soon as nobody new is let in.
  const isOpen = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${String(port)}/health`).then(
      () => true,
      () => false,
    );
  while (await isOpen());
  client.write('{}');
  const [answer] = (await once(client, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 /);
  expect([await edge.ended, edge.errors()]).toStrictEqual([0, '']);
});

test('knows after a kill -9 what it had acknowledged, and lets no second edge near its file', async () => {
  const folder = scratchFolder('edge');
  const flags = [
    '--port',
    '0',
    '--host',
    '127.0.0.1',
    '--store',
    `sqlite:${join(folder, 'data', 'edge.db')}`,
  ];
  const post = async (edge: Program): Promise<number> => {
    const { port } = await edge.seen('edge_started');
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message(1)),
    };
    return (await fetch(`http://127.0.0.1:${String(port)}/ingest`, init)).status;
  };
  const first = start(flags);
  expect(await post(first)).toBe(200);
  const second = start(flags);
  expect(await second.ended).toBe(1);
  expect(second.errors()).toMatch(/^The store ".*edge\.db" is held by another process: [^\n]*\n$/);
  first.child.kill('SIGKILL');
  await first.ended;
  const third = start(flags);
  expect(await post(third)).toBe(409);
  const { port } = await third.seen('edge_started');
  const page = await fetch(`http://127.0.0.1:${String(port)}/telemetry?device_id=device-001`);
  expect(await page.json()).toMatchObject({ readings: [message(1)], next: null });
  third.child.kill('SIGTERM');
  expect(await third.ended).toBe(0);
  // Stopped in order it leaves one whole file.
  expect(readdirSync(join(folder, 'data'))).toStrictEqual(['edge.db']);
});

test('ends with 2 and a sentence on a wrong flag', async () => {
  const edge = start(['--port', 'high']);
  expect(await edge.ended).toBe(2);
  expect(edge.errors()).toBe(
    '--port is "high", but must be a whole number from 0 to 65535\nSee --help for all flags.\n',
  );
});
