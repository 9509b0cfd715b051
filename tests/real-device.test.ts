import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { start } from './running-program.ts';

/** The device as a process, against whoever may stand between it and its edge. */
let stateDir = '';
const servers: Server[] = [];

beforeEach(() => {
  stateDir = scratchFolder('real');
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/ingest`;
}

interface Request {
  readonly correlationId: string;
  readonly body: string;
  readonly message: Readonly<Record<string, unknown>>;
}

async function read(request: IncomingMessage): Promise<Request> {
  const body = await text(request);
  const message: Readonly<Record<string, unknown>> = JSON.parse(body);
  return { correlationId: String(request.headers['x-correlation-id']), body, message };
}

function accept(response: ServerResponse, { message }: Request): void {
  const { device_id, sequence_id } = message;
  response.end(JSON.stringify({ status: 'accepted', device_id, sequence_id }));
}

const STEADY = ['--drop', '0', '--jitter', '0', '--duplicate', '0'];
const QUICK = ['--policy-base', '1ms', '--policy-cap', '2ms', '--interval', '2ms'];

type Answer = (response: ServerResponse, request: Request) => void;
const answer =
  (status: number, contentType: string, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': contentType, ...headers }).end(body);

/** Whoever answers before the edge is back, and what the device makes of it. */
const STRANGERS: readonly (readonly [Answer, status: number, reason: string])[] = [
  [answer(404, 'text/html', '<html>default backend - 404</html>'), 404, 'not_the_edge'],
  [answer(403, 'text/html', '<html>blocked</html>'), 403, 'not_the_edge'],
  [answer(400, 'application/json', '{"message":"Bad Request"}'), 400, 'not_the_edge'],
  [
    answer(413, 'application/problem+json', '{"type":"about:blank","title":"Too Large","status":413}'),
    413,
    'not_the_edge',
  ],
  [answer(302, 'text/html', '', { location: '/login' }), 302, 'not_the_edge'],
  [answer(200, 'text/html', '<html>Welcome to the hotel</html>'), 200, 'no_echo'],
  [(response, { body }) => response.end(body), 200, 'no_echo'],
  [
    (response, { message: { device_id, sequence_id } }) =>
      response.end(JSON.stringify({ status: 'rejected', device_id, sequence_id })),
    200,
    'no_echo',
  ],
];

describe('the device program', () => {
  test('holds what others answer, says why, and delivers when the edge is back', async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      void read(request).then((read_) => {
        const stranger = STRANGERS[asked];
        asked += 1;
        if (stranger === undefined) accept(response, read_);
        else stranger[0](response, read_);
      });
    });
    const device = start('device', [
      ...STEADY,
      ...QUICK,
      '--edge-url',
      url,
      // More than there are strangers: beyond its retries a reading is tried each half minute.
      '--policy-retries',
      '20',
      '--count',
      '1',
      '--state-dir',
      stateDir,
    ]);
    expect(await device.ended).toBe(0);
    expect(device.all('transient_error_received').map(({ status, reason }) => [status, reason])).toEqual(
      STRANGERS.map(([, status, reason]) => [status, reason]),
    );
    expect(device.lines.at(-1)).toMatchObject({
      event: 'device_stopped',
      acknowledged: 1,
      rejected: 0,
      pending: 0,
    });
  });

  test('parks what the edge itself refuses, and gives it out again', async () => {
    let refuses = true;
    const url = await serve((request, response) => {
      void read(request).then((read_) => {
        if (!refuses) return accept(response, read_);
        const problem = {
          type: 'about:blank',
          title: 'Conflict',
          status: 422,
          correlation_id: read_.correlationId,
        };
        response.writeHead(422, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
      });
    });
    const flags = [...STEADY, ...QUICK, '--edge-url', url, '--count', '1', '--state-dir', stateDir];
    await start('device', flags).ended;
    const dead = start('device', ['outbox', 'dead', '--state-dir', stateDir]);
    expect(await dead.ended).toBe(0);
    expect(dead.lines).toMatchObject([{ sequence_id: 0, end: 'rejected', last: 422 }]);
    await start('device', ['outbox', 'redrive', '--state-dir', stateDir]).ended;
    refuses = false;
    const device = start('device', flags);
    expect(await device.ended).toBe(0);
    expect(device.lines.at(-1)).toMatchObject({ recovered: 1, acknowledged: 2 });
  });

  test('killed at any moment loses nothing that it recorded, and uses no number twice', async () => {
    const bodies = new Map<unknown, Set<string>>();
    const url = await serve((request, response) => {
      void read(request).then((read_) => {
        const number = read_.message.sequence_id;
        bodies.set(number, (bodies.get(number) ?? new Set()).add(read_.body));
        // Every third is not answered: it waits on the disk as the process is killed.
        if (Number(number) % 3 === 0 && killed < 3) response.destroy();
        else accept(response, read_);
      });
    });
    let killed = 0;
    const flags = [
      ...STEADY,
      '--policy-base',
      '100ms',
      '--interval',
      '1ms',
      '--edge-url',
      url,
      '--state-dir',
      stateDir,
    ];
    const sent = new Set<unknown>();
    for (; killed < 3; killed += 1) {
      const device = start('device', flags);
      await device.line('telemetry_acknowledged');
      device.signal('SIGKILL');
      await device.ended;
      for (const number of device.numbers('telemetry_sent')) sent.add(number);
    }
    const last = start('device', [...flags, '--count', '1']);
    expect(await last.ended).toBe(0);
    expect(last.lines.at(-1)).toMatchObject({ pending: 0, disk_problems: 0 });
    expect([...sent].filter((number) => !bodies.has(number))).toEqual([]);
    expect([...bodies.values()].filter((of) => of.size > 1)).toEqual([]);
  });

  test('is alone in its state directory, and starts over damage that it counts', async () => {
    const url = await serve(
      (request, response) => void read(request).then((read_) => accept(response, read_)),
    );
    const folder = join(stateDir, 'device-001');
    mkdirSync(join(folder, 'outbox_002f0000000000000007'), { recursive: true });
    writeFileSync(join(folder, 'outbox_002f0000000000000008'), '');
    writeFileSync(join(folder, 'counter_002f0'), '9\n\n#00000000');
    const device = start('device', [
      ...STEADY,
      '--edge-url',
      url,
      '--interval',
      '1h',
      '--state-dir',
      stateDir,
    ]);
    const booted = await device.line('device_booted');
    // Above what the names of the files tell, and a jump where the counter tells nothing.
    expect(Number(booted.next_sequence_id)).toBeGreaterThan(1_700_000_000_000);
    await device.line('telemetry_acknowledged');
    expect(new Set(device.numbers('disk_content_damaged'))).toEqual(new Set([7, 8, null]));

    const second = start('device', [...STEADY, '--edge-url', url, '--state-dir', stateDir]);
    expect(await second.ended).toBe(1);
    expect(second.stderr).toMatch(
      /^The state directory .* cannot be used: another process runs device-001 there/,
    );
    device.signal('SIGKILL');
    await device.ended;
    // A lock that a crash leaves behind would keep this one out.
    const third = start('device', [...STEADY, '--edge-url', url, '--count', '1', '--state-dir', stateDir]);
    expect(await third.ended).toBe(0);
    expect(third.lines.at(-1)).toMatchObject({ disk_problems: 0, pending: 0 });
  });

  test.for([
    [
      'without end',
      (response: ServerResponse) => {
        const more = (): void =>
          void (response.write('['.repeat(65_536)) ? setImmediate(more) : response.once('drain', more));
        more();
      },
    ],
    [
      'that unpacks to twenty megabytes',
      (response: ServerResponse) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(20_000_000), { level: 1 })),
    ],
  ] as const)('reads little of an answer %s', async ([, respond]) => {
    const url = await serve((request, response) => void read(request).then(() => respond(response)));
    const device = start('device', [
      ...STEADY,
      ...QUICK,
      '--edge-url',
      url,
      '--policy-retries',
      '0',
      '--count',
      '1',
    ]);
    expect(await device.ended).toBe(0);
    expect(device.all('transient_error_received')).toMatchObject([{ reason: 'too_long', status: null }]);
  });

  test('says why TLS failed, and never a secret of the URL', async () => {
    const url = await serve((_request, response) => response.end());
    const flags = [...STEADY, ...QUICK, '--count', '1', '--policy-retries', '0', '--edge-url'];
    const device = start('device', [...flags, url.replace('http:', 'https:')]);
    expect(await device.ended).toBe(0);
    const [failed] = device.all('transient_error_received');
    expect(failed).toMatchObject({ reason: 'insecure' });
    expect(String(failed?.cause)).toMatch(/ssl|tls|wrong version/i);

    const secret = start('device', [...flags, url.replace('http://', 'http://user:s3cret@')]);
    expect(await secret.ended).toBe(2);
    expect(secret.stderr + JSON.stringify(secret.lines)).not.toContain('s3cret');
  });
});
