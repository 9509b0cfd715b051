import nodeCrypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import FakeTimers from '@sinonjs/fake-timers';
import { epochMsFromUs, usFromMs, WORLD_EPOCH_MS } from '../kernel/index.ts';
import type { OutsideTimers } from '../kernel/index.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals } from './scope.ts';

export interface FakedGlobals extends OutsideTimers {
  /** Timers that are set through the globals and have not fired. */
  readonly pending: () => number;
  /** Puts the real globals back. */
  readonly restore: () => void;
}

type Replacement = { readonly target: object; readonly name: string; readonly value: unknown };

/** Replaces properties and returns how to put them back. */
function replaceAll(replacements: readonly Replacement[]): () => void {
  const originals = replacements.map(({ target, name, value }) => {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, enumerable: true, writable: true, value });
    return { target, name, descriptor };
  });
  return () => {
    for (const { target, name, descriptor } of originals.reverse()) {
      if (descriptor === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, descriptor);
    }
  };
}

function hostOf(): HostGlobals | null {
  return currentScope.getStore()?.globals ?? null;
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

/** Chance through the globals: a host draws from its own seeded sequence, the harness from the real one. */
function chance(): readonly Replacement[] {
  const realRandom = Math.random;
  const { randomUUID, randomBytes, randomInt } = nodeCrypto;
  const webCrypto = globalThis.crypto;
  const getRandomValues = webCrypto.getRandomValues.bind(webCrypto);
  const fakeUuid = (): string => {
    const host = hostOf();
    return host === null ? randomUUID() : uuid(host);
  };
  return [
    { target: Math, name: 'random', value: () => hostOf()?.random() ?? realRandom() },
    { target: webCrypto, name: 'randomUUID', value: fakeUuid },
    {
      target: webCrypto,
      name: 'getRandomValues',
      value: (bytes: Uint8Array<ArrayBuffer>) => {
        const host = hostOf();
        return host === null ? getRandomValues(bytes) : fill(bytes, host);
      },
    },
    { target: nodeCrypto, name: 'randomUUID', value: fakeUuid },
    {
      target: nodeCrypto,
      name: 'randomBytes',
      value: (size: number, done?: (error: null, bytes: Buffer) => void) => {
        const host = hostOf();
        const bytes = host === null ? randomBytes(size) : fill(Buffer.alloc(size), host);
        if (done === undefined) return bytes;
        queueMicrotask(() => done(null, bytes));
        return undefined;
      },
    },
    {
      target: nodeCrypto,
      name: 'randomInt',
      value: (first: number, second?: number) => {
        const [min, max] = second === undefined ? [0, first] : [first, second];
        const host = hostOf();
        return host === null ? randomInt(min, max) : min + Math.floor(host.random() * (max - min));
      },
    },
  ];
}

type Callback = (...values: unknown[]) => void;
type Start<Timer = unknown> = (callback: Callback, delayMs?: number, ...values: unknown[]) => Timer;

/** A timer of a host is virtual, and runs in its scope while it lives; one of anybody else is real. */
function startTimer<Timer>(
  fakeStart: Start<Timer>,
  stopFake: (timer: Timer) => void,
  realStart: Start,
): Start {
  return (callback, delayMs, ...values) => {
    const scope = currentScope.getStore();
    const host = scope?.globals ?? null;
    if (scope === undefined || host === null) return realStart(callback, delayMs, ...values);
    const fire: Callback = (...given) => {
      if (host.isAlive()) currentScope.run(scope, callback, ...given);
      else stopFake(timer);
    };
    const timer: Timer = fakeStart(fire, delayMs, ...values);
    return timer;
  };
}

/** Timers and fetch: a host's own are virtual, those of the harness (a progress bar, a test runner) stay real. */
function timersAndFetch(
  clock: FakeTimers.Clock,
  real: { timeout: Start; interval: Start },
): readonly Replacement[] {
  const realFetch = globalThis.fetch;
  const fakeTimeout = startTimer(
    (callback, delayMs, ...values) => clock.setTimeout(callback, delayMs ?? 0, ...values),
    (timer) => clock.clearTimeout(timer),
    real.timeout,
  );
  const fakeInterval = startTimer(
    (callback, delayMs, ...values) => clock.setInterval(callback, delayMs ?? 0, ...values),
    (timer) => clock.clearInterval(timer),
    real.interval,
  );
  return [
    { target: globalThis, name: 'setTimeout', value: fakeTimeout },
    { target: globalThis, name: 'setInterval', value: fakeInterval },
    {
      target: globalThis,
      name: 'fetch',
      value: ((input, init) => (hostOf()?.fetch ?? realFetch)(input, init)) satisfies typeof globalThis.fetch,
    },
    {
      target: AbortSignal,
      name: 'timeout',
      value: (delayMs: number) => {
        const controller = new AbortController();
        const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
        fakeTimeout(() => controller.abort(reason), delayMs);
        return controller.signal;
      },
    },
  ];
}

/**
 * Replaces the globals that tell time, wait or draw, for code that does not go through ports. Time is fake-timers',
 * kept in step by the kernel; it knows whole milliseconds only. Microtasks, ticks and immediates stay real: they take
 * no time, and streams hang without them.
 */
export function fakeGlobals(): FakedGlobals {
  const real = { timeout: globalThis.setTimeout, interval: globalThis.setInterval };
  const clock = FakeTimers.install({
    now: WORLD_EPOCH_MS,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance', 'hrtime'],
    shouldClearNativeTimers: true,
    ignoreMissingTimers: true,
  });
  const putBack = replaceAll([...chance(), ...timersAndFetch(clock, real)]);
  syncBuiltinESMExports();
  const nextMs = (): number | null => clock.timerHeap?.peek()?.callAt ?? null;
  return {
    pending: () => clock.countTimers(),
    nextUs: () => {
      const dueMs = nextMs();
      return dueMs === null ? null : usFromMs(dueMs - WORLD_EPOCH_MS);
    },
    fireNext: () => void clock.next(),
    advanceTo: (nowUs) => {
      const behindMs = epochMsFromUs(nowUs) - clock.now;
      if (behindMs > 0) clock.tick(behindMs);
    },
    restore: () => {
      putBack();
      clock.uninstall();
      syncBuiltinESMExports();
    },
  };
}
