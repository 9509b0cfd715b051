import nodeCrypto from 'node:crypto';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import zlib from 'node:zlib';
import { FS_WRITE } from './faked-process.ts';
import { AT_ONCE, heldCallback, heldPromise, isCall, ONE_BY_ONE } from './held-calls.ts';
import type { Call } from './held-calls.ts';
import { countingFiles, countingHandles } from './open-files.ts';
import type { Replacement } from './replacement.ts';

/** Node's file functions with a callback: all that have a synchronous twin. */
const FILES = Object.keys(fs).filter((name) => isCall(Reflect.get(fs, `${name}Sync`)));

/** Of `fs/promises`, these two answer with an iterator. */
const ITERATORS: ReadonlySet<string> = new Set(['watch', 'glob']);
const FILE_PROMISES = Object.keys(fsPromises).filter((name) => !ITERATORS.has(name));

const OF_OPEN_FILES = [
  'appendFile',
  'chmod',
  'chown',
  'close',
  'datasync',
  'read',
  'readFile',
  'readv',
  'stat',
  'sync',
  'truncate',
  'utimes',
  'write',
  'writeFile',
  'writev',
];

/** What goes to the thread pool; given no callback, they do their work at once. */
const POOLED: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [
    nodeCrypto,
    [
      'pbkdf2',
      'scrypt',
      'hkdf',
      'sign',
      'verify',
      'diffieHellman',
      'generateKey',
      'generateKeyPair',
      'generatePrime',
      'checkPrime',
    ],
  ],
  [
    zlib,
    [
      'gzip',
      'gunzip',
      'deflate',
      'inflate',
      'deflateRaw',
      'inflateRaw',
      'unzip',
      'brotliCompress',
      'brotliDecompress',
      'zstdCompress',
      'zstdDecompress',
    ],
  ],
  // All that (de)compresses is a stream below.
  [ownerOf(zlib.Gzip.prototype, '_transform'), ['_transform']],
];

const POOLED_PROMISES: readonly (readonly [owner: object, names: readonly string[]])[] = [
  // Keys that are only brought in or out wait for nothing.
  [
    ownerOf(nodeCrypto.webcrypto.subtle, 'digest'),
    [
      'decrypt',
      'deriveBits',
      'deriveKey',
      'digest',
      'encrypt',
      'generateKey',
      'sign',
      'unwrapKey',
      'verify',
      'wrapKey',
    ],
  ],
];

/** Where in the chain of prototypes a method stands. */
function ownerOf(object: object, name: string): object {
  for (let owner: object | null = object; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, name)) return owner;
  }
  throw new Error(`There is no ${name} to fake.`);
}

/** Not every line of Node has all of them. */
function replaced(target: object, names: readonly string[], make: (real: Call) => Call): Replacement[] {
  return names.flatMap((name) => {
    const real: unknown = Reflect.get(target, name);
    return isCall(real) ? [{ target, name, value: make(real) }] : [];
  });
}

function heldFile(real: Call): Call {
  return heldCallback(countingFiles(real), ONE_BY_ONE);
}

/** The class of open files is not given out: each is seen to when it is opened. */
function holdOpenFile(file: unknown): void {
  if (typeof file !== 'object' || file === null) return;
  for (const name of OF_OPEN_FILES) {
    const real: unknown = Reflect.get(file, name);
    if (!isCall(real)) continue;
    Object.defineProperty(file, name, {
      configurable: true,
      writable: true,
      value: heldPromise(real, ONE_BY_ONE),
    });
  }
}

/** `fs.realpath` has a second one within. */
function heldFileWithNative(real: Call): Call {
  const held = heldFile(real);
  const native: unknown = Reflect.get(real, 'native');
  if (isCall(native)) Object.defineProperty(held, 'native', { value: heldFile(native) });
  return held;
}

/**
 * All that a program hands to the operating system or to a thread and hears of later. It is done at once, and heard
 * after a seeded virtual while, so that other requests are let in meanwhile.
 */
export const WORK: readonly Replacement[] = [
  ...replaced(
    fs,
    FILES.filter((name) => name !== 'write'),
    heldFileWithNative,
  ),
  ...('value' in FS_WRITE && isCall(FS_WRITE.value)
    ? [{ ...FS_WRITE, value: heldFile(FS_WRITE.value) }]
    : []),
  ...replaced(fsPromises, FILE_PROMISES, (real) =>
    real.name === 'open'
      ? heldPromise(countingHandles(real), ONE_BY_ONE, holdOpenFile)
      : heldPromise(real, ONE_BY_ONE),
  ),
  ...POOLED.flatMap(([owner, names]) => replaced(owner, names, (real) => heldCallback(real, AT_ONCE))),
  ...POOLED_PROMISES.flatMap(([owner, names]) =>
    replaced(owner, names, (real) => heldPromise(real, AT_ONCE)),
  ),
];
