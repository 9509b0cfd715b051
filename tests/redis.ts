import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

interface RedisOptions {
  /** Where it writes. */
  readonly folder: string;
  /** It has on disk what it has answered, and knows it again after a crash. Otherwise it forgets with its process. */
  readonly keeps?: boolean;
}

/** A Redis of its own. */
export interface TestRedis {
  readonly address: string;
  /** `kill -9`, at once. */
  readonly kill: () => Promise<void>;
  /** Another at the same address, with what the first has kept. */
  readonly startAgain: () => Promise<void>;
}

/** @throws {Error} where there is no `redis-server`: without it neither the queue nor the store of many edges is tested. */
export async function startRedis({ folder, keeps = false }: RedisOptions): Promise<TestRedis> {
  const port = await freePort();
  let server = await start(port, folder, keeps);
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
      server = await start(port, folder, keeps);
    },
  };
}

function start(port: number, folder: string, keeps: boolean): Promise<ChildProcess> {
  const words = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    keeps ? 'yes' : 'no',
    '--appendfsync',
    'always',
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
