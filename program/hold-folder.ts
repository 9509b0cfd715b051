import { createHash } from 'node:crypto';
import { statSync, unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Holds a folder, or a file, for this process, until it ends, in whatever way: by listening at an address that is made of its
 * identity, so that another path to it is the same. The address is none of the file system where there is another kind
 * (Linux, Windows): there a crash leaves nothing behind. Elsewhere it leaves a socket that nobody answers at, which is
 * taken over. Between machines that share a folder nothing is held.
 * @returns how to let go of it; null when another process holds it.
 * @throws what the operating system says.
 */
export async function holdFolder(folder: string): Promise<Release | null> {
  const address = addressOf(folder);
  const release = await listenAt(address);
  if (release !== null || !address.startsWith('/') || (await isAnswered(address))) return release;
  unlinkSync(address);
  return listenAt(address);
}

type Release = () => Promise<void>;

/** What fits into an address of a socket behind its first byte. */
const ABSTRACT_LENGTH = 107;

function addressOf(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  const name = `petrel-device-${createHash('sha256').update(`${dev} ${ino}`).digest('hex').slice(0, 32)}`;
  const { platform } = process;
  // The abstract namespace: no file, gone with the process. As long as can be, for Nodes differ in how they fill it up.
  if (platform === 'linux') return `\0${name.padEnd(ABSTRACT_LENGTH, '-')}`;
  return platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listenAt(address: string): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      // It keeps no process from its end.
      server.unref();
      resolve(() => new Promise((released) => server.close(() => released())));
    });
  });
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
