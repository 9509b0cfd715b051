import nodeCrypto from 'node:crypto';
import { clockInForce } from './faked-time.ts';
import { replacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals } from './scope.ts';

/** The host whose code asks, while a run has the globals. */
function hostOf(): HostGlobals | null {
  return clockInForce() === null ? null : (currentScope.getStore()?.globals ?? null);
}

/** Bytes from a host's own chance. */
function fill<Bytes extends NodeJS.ArrayBufferView>(bytes: Bytes, host: HostGlobals): Bytes {
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < view.length; index += 1) view[index] = Math.floor(host.random() * 256);
  return bytes;
}

/** RFC 9562, version 4. */
function uuid(host: HostGlobals): `${string}-${string}-${string}-${string}-${string}` {
  const bytes = fill(Buffer.alloc(16), host);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The value at once, or to the callback that came last, as `node:crypto` does. */
function answer(given: readonly unknown[], value: unknown): unknown {
  const done = given.at(-1);
  if (typeof done !== 'function') return value;
  queueMicrotask(() => void Reflect.apply(done, undefined, [null, value]));
  return undefined;
}

/** A function of `node:crypto` with several overloads, which only those who call it tell apart. */
function crypto(
  name: 'randomBytes' | 'randomInt' | 'randomFill' | 'randomFillSync',
  make: (host: HostGlobals, given: readonly unknown[]) => unknown,
): Replacement {
  const real: unknown = nodeCrypto[name];
  if (typeof real !== 'function') throw new Error(`There is no ${name} to fake.`);
  const value = (...given: unknown[]): unknown => {
    const host = hostOf();
    return host === null ? Reflect.apply(real, nodeCrypto, given) : answer(given, make(host, given));
  };
  return { target: nodeCrypto, name, value };
}

function fillGiven(host: HostGlobals, [bytes, offset, size]: readonly unknown[]): unknown {
  if (!ArrayBuffer.isView(bytes)) throw new TypeError('The "buf" argument must be a view of an ArrayBuffer.');
  const from = typeof offset === 'number' ? offset : 0;
  const length = typeof size === 'number' ? size : bytes.byteLength - from;
  fill(new Uint8Array(bytes.buffer, bytes.byteOffset + from, length), host);
  return bytes;
}

/** The same whichever of its two names it is called by. */
const fakedUuid = (() => {
  const real = nodeCrypto.randomUUID;
  return (options?: nodeCrypto.RandomUUIDOptions): ReturnType<typeof real> => {
    const host = hostOf();
    return host === null ? real(options) : uuid(host);
  };
})();

const { webcrypto } = nodeCrypto;

/** All that draws: a host from its own seeded sequence, the harness and a test runner from the real one. */
export const CHANCE: readonly Replacement[] = [
  replacement(Math, 'random', (real) => () => hostOf()?.random() ?? real()),
  { target: nodeCrypto, name: 'randomUUID', value: fakedUuid },
  { target: webcrypto, name: 'randomUUID', value: fakedUuid },
  crypto('randomBytes', (host, [size]) => fill(Buffer.alloc(Number(size)), host)),
  crypto('randomInt', (host, [first, second]) => {
    const [min, max] = typeof second === 'number' ? [Number(first), second] : [0, Number(first)];
    return min + Math.floor(host.random() * (max - min));
  }),
  crypto('randomFill', fillGiven),
  crypto('randomFillSync', fillGiven),
  // `node:crypto` gives out this one too, under the same name.
  replacement(webcrypto, 'getRandomValues', (real) => {
    const realValues = real.bind(webcrypto);
    return (bytes) => {
      const host = hostOf();
      if (host === null || !ArrayBuffer.isView(bytes)) return realValues(bytes);
      fillGiven(host, [bytes]);
      return bytes;
    };
  }),
];
