import nodeCrypto from 'node:crypto';
import { hostOf } from './host-of.ts';
import { continuation, hold, isCall } from './held-calls.ts';
import { methodOf, replacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import type { HostGlobals } from './scope.ts';

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

/** Of these the callback form goes to the thread pool; `randomInt` nearly always has its numbers at hand. */
const POOLED: ReadonlySet<string> = new Set(['randomBytes', 'randomFill']);

/** What to draw with these arguments; null where Node would refuse them. */
type Draw = (given: readonly unknown[]) => ((host: HostGlobals) => unknown) | null;

/**
 * A host's draw in the place of a real one. What Node refuses goes to the real function, which says best why; it is not
 * called otherwise, for it would start work on a thread.
 */
function drawn(target: object, name: string, draw: Draw, needsCallback = false): Replacement {
  const real = methodOf(target, name);
  function value(this: unknown, ...given: unknown[]): unknown {
    const host = hostOf();
    const done = given.at(-1);
    const isLater = isCall(done);
    // Those of webcrypto work on their own object alone.
    const isUsual = target === nodeCrypto ? isLater || !needsCallback : this === target;
    const make = host !== null && isUsual ? draw(isLater ? given.slice(0, -1) : given) : null;
    if (host === null || make === null) return Reflect.apply(real, this, given);
    const made = make(host);
    if (!isLater) return made;
    const held = POOLED.has(name) ? hold('work') : null;
    const goOn = held === null ? null : continuation(done);
    if (goOn === null) queueMicrotask(() => void Reflect.apply(done, undefined, [null, made]));
    else held?.come(() => goOn(null, made));
    return undefined;
  }
  return { target, name, value };
}

/** Node's limit of what is drawn at once. */
const BYTES_MAX = 2 ** 31 - 1;

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= max;
}

const drawBytes: Draw = ([size, ...more]) =>
  isCount(size, BYTES_MAX) && more.every((value) => value === undefined)
    ? (host) => fill(Buffer.alloc(Math.trunc(size)), host)
    : null;

/** A whole number from the range that Node reads from its arguments: one alone is the upper end. */
const drawInteger: Draw = (given) => {
  const [min, max] = given.length === 1 || given[1] === undefined ? [0, given[0]] : given;
  if (!isSafe(min) || !isSafe(max) || given.length > 2) return null;
  const range = max - min;
  return range > 0 && range < 2 ** 48 ? (host) => min + Math.floor(host.random() * range) : null;
};

function isSafe(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Fills a part of what is given: offset and size count elements, where there are any. */
const fillPart: Draw = ([bytes, offset = 0, size, ...more]) => {
  const whole = wholeOf(bytes);
  if (whole === null || more.length > 0) return null;
  const { view, unit } = whole;
  if (!isCount(offset, view.length / unit)) return null;
  const from = Math.trunc(offset * unit);
  const count = size ?? (view.length - from) / unit;
  if (size === null || !isCount(count, (view.length - from) / unit)) return null;
  const part = view.subarray(from, from + Math.trunc(count * unit));
  return (host) => {
    fill(part, host);
    return bytes;
  };
};

function wholeOf(bytes: unknown): { readonly view: Uint8Array; readonly unit: number } | null {
  if (bytes instanceof ArrayBuffer || bytes instanceof SharedArrayBuffer)
    return { view: new Uint8Array(bytes), unit: 1 };
  if (!ArrayBuffer.isView(bytes)) return null;
  const { buffer, byteOffset, byteLength } = bytes;
  const unit = 'BYTES_PER_ELEMENT' in bytes ? Number(bytes.BYTES_PER_ELEMENT) : 1;
  return { view: new Uint8Array(buffer, byteOffset, byteLength), unit };
}

/** WebCrypto's limit. */
const VALUES_BYTES_MAX = 65_536;

const drawValues: Draw = (given) => {
  const [values] = given;
  const isWhole =
    ArrayBuffer.isView(values) &&
    !(values instanceof DataView || values instanceof Float32Array || values instanceof Float64Array) &&
    // Node 24 brought one more that holds fractions.
    values.constructor.name !== 'Float16Array';
  return isWhole && values.byteLength <= VALUES_BYTES_MAX ? fillPart([values]) : null;
};

const drawUuid: Draw = ([options]) => {
  if (options === undefined) return uuid;
  if (typeof options !== 'object' || options === null) return null;
  const cache: unknown = Reflect.get(options, 'disableEntropyCache');
  return cache === undefined || typeof cache === 'boolean' ? uuid : null;
};

const { webcrypto } = nodeCrypto;

/** All that draws: a host from its own seeded sequence, the harness and a test runner from the real one. */
export const CHANCE: readonly Replacement[] = [
  replacement(Math, 'random', (real) => () => hostOf()?.random() ?? real()),
  drawn(nodeCrypto, 'randomUUID', drawUuid),
  // It takes no options, so it refuses none.
  drawn(webcrypto, 'randomUUID', () => uuid),
  drawn(nodeCrypto, 'randomBytes', drawBytes),
  drawn(nodeCrypto, 'randomInt', drawInteger),
  drawn(nodeCrypto, 'randomFill', fillPart, true),
  drawn(nodeCrypto, 'randomFillSync', fillPart),
  // `node:crypto` gives out this one too, under the same name.
  drawn(webcrypto, 'getRandomValues', drawValues),
];
