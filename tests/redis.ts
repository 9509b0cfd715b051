import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of its own, that forgets everything with its process. */
export interface TestRedis {
  readonly address: string;
  /** `kill -9`, at once. */
  readonly kill: () => Promise<void>;
  /** Another at the same address, with nothing in it. */
  readonly startAgain: () => Promise<void>;
}

/** @throws {Error} where there is no `redis-server`: without it nothing of the queue is tested. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  let server = await start(port);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  return {
    address: `redis://127.0.0.1:${port}`,
    kill,
    startAgain: async () => {
      await kill();
      server = await start(port);
    },
  };
}

function start(port: number): Promise<ChildProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'petrel-redis-'));
  const words = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const server = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    server.on('error', (error) => {
      reject(
        new Error(`redis-server does not start: ${error.message}. On Debian: apt-get install redis-server`),
      );
    });
    server.on('exit', () => reject(new Error(`redis-server ended:\n${said}`)));
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve(server);
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
