import { Buffer as NodeBuffer } from 'buffer';

/** What stands for Node's globals in a browser, for the few places of the fast lane that name them. */
export const Buffer = NodeBuffer;

const NS_PER_MS = 1_000_000;

export const process = {
  env: {},
  hrtime: { bigint: (): bigint => BigInt(Math.round(performance.now() * NS_PER_MS)) },
  getActiveResourcesInfo: (): readonly string[] => [],
  on: (): void => {},
  off: (): void => {},
  removeListener: (): void => {},
  listeners: (): readonly never[] => [],
  prependListener: (): void => {},
};

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();

/** After all microtasks, and before any timer: a message to oneself. */
export function setImmediate(callback: () => void): void {
  waiting.push(callback);
  channel.port2.postMessage(null);
}
