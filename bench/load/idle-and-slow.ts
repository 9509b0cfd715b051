import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

const IDLE = 1_000;
const SLOW = 200;
const SLOW_EVERY_MS = 250;

/** Connections that say nothing, and others that say a byte of a head now and then and begin anew when they are cut. */
export async function idleAndSlow(port: number): Promise<{ readonly end: () => void }> {
  const sockets = new Set<Socket>();
  let isOver = false;
  const open = (): Socket => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    sockets.add(socket);
    return socket;
  };
  const slow = (): void => {
    const socket = open();
    socket.write('POST /ingest HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const timer = setInterval(() => socket.write('a'), SLOW_EVERY_MS);
    socket.on('close', () => {
      clearInterval(timer);
      if (!isOver) slow();
    });
  };
  await Promise.all(Array.from({ length: IDLE }, () => once(open(), 'connect')));
  for (let count = 0; count < SLOW; count += 1) slow();
  return {
    end: () => {
      isOver = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}
