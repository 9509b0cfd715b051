import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../scratch-folder.ts';
import { runScenario, scenarioTest } from '../../sim/vitest/index.ts';
import { simInTurn } from '../command-session.ts';

const folder = scratchFolder('net');

/** A database that says what it was told, as real ones do. */
let database: Server;
let port = 0;
const told: string[] = [];

beforeAll(async () => {
  database = createServer((socket) => {
    socket.on('data', (data) => {
      told.push(...data.toString().trim().split('\n'));
      // Not at once: the world has to wait for it.
      setTimeout(() => socket.write('ok\n'), 2);
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => void database.listen(0, '127.0.0.1', done));
  port = (database.address() as AddressInfo).port;
  writeFileSync(
    join(folder, 'small.yaml'),
    'name: small\nduration: 9s\nfleet: { devices: 2, interval: 3s, start: staggered }\nnetwork: { latency: { distribution: constant, value: 20ms } }\nwire: { path: /v1/telemetry }\n',
  );
  writeFileSync(
    join(folder, 'edge.mjs'),
    `import { connect } from 'node:net';
     import { once } from 'node:events';
     const socket = connect({ port: ${port}, host: 'localhost' });
     socket.setTimeout(60_000);
     socket.on('error', () => {});
     const store = async (text) => {
       if (!socket.writable) throw new Error('the database is away');
       socket.write(text + '\\n');
       await once(socket, 'data');
     };
     export const app = async (request, response) => {
       if (request.url !== '/v1/telemetry') return response.writeHead(404).end();
       let body = '';
       for await (const chunk of request) body += chunk;
       try {
         await store(JSON.parse(body).sequence_id);
         response.writeHead(200, { 'content-type': 'application/json' }).end(body);
       } catch {
         response.writeHead(503).end();
       }
     };`,
  );
});

afterAll(() => {
  database.close();
});

function run(...words: readonly string[]) {
  const given = ['--scenario', join(folder, 'small.yaml'), '--seed', '1', '--edge', join(folder, 'edge.mjs')];
  return simInTurn([...given, ...words]);
}

describe('a database of the real world', () => {
  test('that is not allowed ends the run as unsupported, and blames nobody', async () => {
    const { code, stdout } = await run();
    expect(code).toBe(9);
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      `UNSUPPORTED small, seed 1: not simulated: a connection to localhost:${port} (edge, once; --allow-net localhost:${port} lets it through, in real time)`,
    );
    expect(words).not.toMatch(/VIOLATED/i);
    expect(told).toEqual([]);
  });

  test('that is allowed is reached, and virtual time waits for it', async () => {
    const { code, stdout, stderr } = await run('--allow-net', `localhost:${port}`, '--json');
    const [result] = JSON.parse(stdout);
    expect(result.outcome).toBe('passed');
    expect(code).toBe(0);
    // Two devices, one reading each 3 s for 9 s: three of each; and 40 ms there and back, none for the database.
    expect(told).toHaveLength(6);
    expect(result.latency).toMatchObject({ maxMs: 40 });
    expect(stderr).toContain(`--allow-net localhost:${port}: time there is real.`);
  });

  test.for([
    ['sweep', ['--seeds', '1..2'], 12],
    ['check', ['--seeds', '1..2', '--baselines', join(folder, 'none')], 12],
    ['compare', ['--seeds', '1', '--policies', 'fixed,full-jitter'], 12],
  ] as const)('is reached by the runs of %s, one after another', async ([name, words, readings]) => {
    told.length = 0;
    const { stderr } = await simInTurn([
      name,
      '--scenario',
      join(folder, 'small.yaml'),
      '--edge',
      join(folder, 'edge.mjs'),
      '--allow-net',
      `localhost:${port}`,
      ...words,
    ]);
    expect(stderr).toContain('Runs go one after another, for they share it.');
    // Two runs of six readings each: of two seeds, or of two policies.
    expect(told).toHaveLength(readings);
  });

  test('is reached by what doctor asks, at whatever path the edge takes readings', async () => {
    told.length = 0;
    const { code, stdout, stderr } = await simInTurn([
      ...['doctor', '--edge', join(folder, 'edge.mjs'), '--allow-net', `localhost:${port}`],
    ]);
    expect(stderr).toContain(`--allow-net localhost:${port}: time there is real.`);
    expect(stderr).toContain('The edge takes readings at /v1/telemetry.');
    expect(stdout).toMatch(/✓ valid-means-accepted +held, tested/);
    expect(code).toBe(0);
    // One reading to find out, then three devices for a minute, one reading each 3 s: 60, and those whose answer was lost again.
    expect(told.length).toBeGreaterThan(61);
  });

  test('is reached by the tests of Vitest that allow it, and by no others', async () => {
    told.length = 0;
    const scenario = join(folder, 'small.yaml');
    const edge = join(folder, 'edge.mjs');
    const refused = await runScenario(scenario, { edge });
    expect(refused.result.outcome).toBe('unsupported');
    expect(told).toEqual([]);
    const allowed = await runScenario(scenario, { edge, allowNet: [`localhost:${port}`] });
    expect(allowed).toMatchObject({ result: { outcome: 'passed' } });
    expect(allowed.result.warnings.join('\n')).toContain(
      `--allow-net localhost:${port}: time there is real.`,
    );
    expect(told).toHaveLength(6);
    expect(() => scenarioTest(scenario, { edge, allowNet: ['localhost'] })).toThrow(
      'allowNet: found "localhost"; allowed: a host and a port from 1 to 65535',
    );
  });

  test.for([
    ['shrink', ['--seed', '1'], 'a search runs a failure hundreds of times'],
    ['verify', [], 'verify asks whether a seed gives the same run everywhere'],
  ] as const)('is not for %s, and it says why', async ([name, words, why]) => {
    const { code, stderr } = await simInTurn([
      name,
      '--scenario',
      'calm',
      '--allow-net',
      'localhost:5432',
      ...words,
    ]);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`--allow-net localhost:5432: ${why}`);
    expect(stderr).toContain('sim run --allow-net localhost:5432');
  });

  test('and a server of HTTP/2 that hears streams alone is not simulated', async () => {
    const file = join(folder, 'streams.mjs');
    writeFileSync(
      file,
      "import http2 from 'node:http2';\n" +
        "export const server = http2.createServer().on('stream', (stream) => stream.respond({}, { endStream: true }));",
    );
    const { code, stdout } = await simInTurn([
      ...['--scenario', join(folder, 'small.yaml'), '--seed', '1', '--edge', file],
    ]);
    expect(code).toBe(9);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      "not simulated: a server of HTTP/2 that hears 'stream' alone",
    );
  });

  test('is named by host and port', async () => {
    const { code, stderr } = await run('--allow-net', 'localhost');
    expect(code).toBe(2);
    expect(stderr).toContain('found "localhost"; allowed: a host and a port from 1 to 65535');
  });
});
