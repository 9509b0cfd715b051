import nodeCrypto from 'node:crypto';
import dgram from 'node:dgram';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import perfHooks from 'node:perf_hooks';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { KeyedRandom } from '../random/index.ts';
import { fakeGlobals, REPLACEMENTS } from './faked-globals.ts';
import { TURNS } from './faked-turns.ts';
import { WORK } from './faked-work.ts';
import { NAMES } from './faked-names.ts';
import { hostGlobals } from './host-globals.ts';
import { currentScope } from './scope.ts';

type Given = readonly unknown[];

/** What is replaced, and what it is given, once as Node has it and once as a host has it. */
interface Row {
  readonly target: object;
  readonly name: PropertyKey;
  readonly act: (given: Given) => unknown;
  readonly given: readonly Given[];
}

function called(target: object, name: PropertyKey, ...given: readonly Given[]): Row {
  const act = (values: Given): unknown => Reflect.apply(functionOf(target, name), target, values);
  return { target, name, act, given };
}

/** What it is called on comes first. */
function calledOn(target: object, name: PropertyKey, ...given: readonly Given[]): Row {
  const act = ([self, ...values]: Given): unknown => Reflect.apply(functionOf(target, name), self, values);
  return { target, name, act, given };
}

function made(target: object, name: PropertyKey, ...given: readonly Given[]): Row {
  return {
    target,
    name,
    act: (values) => Reflect.construct(functionOf(target, name), [...values]),
    given,
  };
}

function read(target: object, name: PropertyKey, ...receivers: readonly unknown[]): Row {
  const act = ([self]: Given): unknown => Reflect.get(target, name, self);
  return { target, name, act, given: receivers.map((self) => [self]) };
}

type AnyFunction = (this: unknown, ...given: readonly unknown[]) => unknown;

function functionOf(target: object, name: PropertyKey): AnyFunction {
  const found: unknown = Reflect.get(target, name);
  if (!isFunction(found)) throw new Error(`${String(name)} is no function`);
  return found;
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

const noop = (): void => {};
const closed = dgram.createSocket('udp4').close();
const { webcrypto } = nodeCrypto;
const signal = AbortSignal.abort('enough');
const format = new Intl.DateTimeFormat('en');

const DELAYS: readonly unknown[] = [1.5, '1', -1, Number.NaN, null, {}, 2 ** 31, 5n, Symbol('delay')];
const CALLBACKS: readonly Given[] = [
  [],
  ['code'],
  [null, 5],
  [{}],
  [noop],
  ...DELAYS.map((delay) => [noop, delay]),
];
const HANDLES: readonly Given[] = [[], [null], ['nothing'], [Number.NaN], [{}], [Symbol('timer')], [5]];
const WAITS: readonly Given[] = [
  // Aborted beforehand, so that none of them waits.
  ...[1, undefined, ...DELAYS].map((delay) => [delay, 'value', { signal }]),
  [1, 'value', null],
  [1, 'value', 'options'],
  [1, 'value', []],
  [1, 'value', { signal: 'no signal' }],
  [1, 'value', { signal: null }],
  [1, 'value', { signal: {} }],
  [1, 'value', { signal, ref: 'yes' }],
  [1, 'value', { signal, ref: false }],
];
const FILLS: readonly Given[] = [
  [],
  [null],
  ['text'],
  [[1, 2]],
  [Buffer.alloc(4)],
  [new ArrayBuffer(4)],
  [new DataView(new ArrayBuffer(4))],
  [new Uint32Array(4), 3],
  [new Uint32Array(4), 5],
  [Buffer.alloc(4), 1, 3],
  [Buffer.alloc(4), 1, 4],
  [Buffer.alloc(4), -1],
  [Buffer.alloc(4), 'x'],
  [Buffer.alloc(4), 0, -1],
  [Buffer.alloc(4), Number.NaN],
];
const withCallback = (given: Given): Given => [...given, noop];

const PLACES_TO_LISTEN: readonly Given[] = [
  [-1],
  [65_536],
  [1.5],
  [''],
  [true],
  [{}],
  [{ port: 'x' }],
  [{ port: -1 }],
  [{ port: true }],
];
const PLACES_TO_CONNECT: readonly Given[] = [
  [],
  [-1],
  [65_536],
  [1.5],
  [''],
  [null],
  [{}],
  [{ port: 'x' }],
  [{ path: 5 }],
];

const LISTENERS = ['on', 'addListener', 'prependListener', 'once', 'prependOnceListener'] as const;

const ROWS: readonly Row[] = [
  made(
    globalThis,
    'Date',
    [Number.NaN],
    [undefined],
    [null],
    ['nonsense'],
    ['2026-02-30T00:00:00Z'],
    [2026, 0],
    [8.64e15],
    [8.64e15 + 1],
    [new Date(5)],
    [5n],
    [Symbol('date')],
    [{}],
    [true],
    [2026, undefined],
  ),
  made(Date.prototype, 'constructor', [5], [undefined], [5n]),
  called(process, 'hrtime', [], [undefined], [null], ['x'], [[1]], [[1, 2, 3]], [[-1, 0]], [5], [['a', 'b']]),
  called(process, 'uptime', [], ['odd']),
  called(os, 'uptime', [], ['odd']),
  ...['hostname', 'networkInterfaces', 'cpus', 'availableParallelism', 'totalmem', 'freemem'].map((name) =>
    called(os, name, [], ['odd']),
  ),
  ...['loadavg', 'release', 'version'].map((name) => called(os, name, [], ['odd'])),
  called(os, 'userInfo', [], [{}], [{ encoding: 'buffer' }], [{ encoding: 5 }], ['odd'], [null]),
  ...['getuid', 'geteuid', 'getgid', 'getegid'].flatMap((name) =>
    Reflect.has(process, name) ? [called(process, name, [], ['odd'])] : [],
  ),
  read(process, 'pid', process),
  read(process, 'ppid', process),
  ...(Reflect.has(Atomics, 'waitAsync')
    ? [
        called(
          Atomics,
          'waitAsync',
          [],
          [new Int32Array(4), 0, 0],
          [new Int32Array(new SharedArrayBuffer(16)), 4, 0],
          [new Int32Array(new SharedArrayBuffer(16)), 0, 1],
        ),
      ]
    : []),
  called(process, 'cpuUsage', [], [undefined], [null], ['x'], [{}], [{ user: -1, system: 0 }]),
  ...('threadCpuUsage' in process
    ? [called(process, 'threadCpuUsage', [], ['x'], [{}], [{ user: -1, system: 0 }])]
    : []),
  called(process, 'resourceUsage', []),
  read(Intl.DateTimeFormat.prototype, 'format', format, {}, Intl.DateTimeFormat.prototype),
  calledOn(
    Intl.DateTimeFormat.prototype,
    'formatToParts',
    [format],
    [format, Number.NaN],
    [format, 'x'],
    [format, Infinity],
    [{}],
    [format, 5n],
  ),
  ...temporalRows(),
  calledOn(performance, 'now', [performance], [undefined], [{}]),
  read(performance, 'timeOrigin', performance),
  read(performance, 'nodeTiming', performance),
  called(performance, 'eventLoopUtilization', []),
  calledOn(performance, 'toJSON', [performance], [undefined], [{}]),
  calledOn(
    performance,
    'mark',
    [performance],
    [performance, 'a'],
    [performance, 'a', null],
    [performance, 'a', 'options'],
    [performance, 'a', {}],
    [performance, 'a', { startTime: -1 }],
    [performance, 'a', { startTime: 'x' }],
    [performance, 'a', { startTime: 5, detail: 1 }],
    [performance, 'nodeStart'],
    [performance, Symbol('mark')],
    [undefined, 'a'],
  ),
  calledOn(
    performance,
    'measure',
    [performance],
    [performance, 5],
    [performance, 'a'],
    [performance, 'a', 'never marked'],
    [performance, 'a', 'nodeStart'],
    [performance, 'a', {}],
    [performance, 'a', { start: 1 }],
    [performance, 'a', { start: 1, end: 2, duration: 1 }],
    [performance, 'a', { duration: 1 }],
    [performance, 'a', { start: 1 }, 'b'],
    [performance, 'a', { start: 'never marked' }],
    [performance, 'a', undefined, 'never marked'],
    [undefined, 'a'],
  ),
  made(
    globalThis,
    'PerformanceMark',
    [],
    ['a'],
    ['a', 'options'],
    ['a', { startTime: -1 }],
    [Symbol('mark')],
  ),
  made(perfHooks, 'PerformanceMark', [], ['a']),
  made(globalThis, 'Event', [], ['a'], ['a', 'options'], ['a', { bubbles: true }], [Symbol('event')]),
  made(Event.prototype, 'constructor', [], ['a']),
  read(Event.prototype, 'timeStamp', new Event('a'), {}, undefined),
  ...[globalThis, timers].flatMap((target) => [
    called(target, 'setTimeout', ...CALLBACKS),
    called(target, 'setInterval', ...CALLBACKS),
    called(target, 'clearTimeout', ...HANDLES),
    called(target, 'clearInterval', ...HANDLES),
  ]),
  called(globalThis, 'queueMicrotask', [], ['code'], [null], [noop], [noop, 'odd']),
  called(timersPromises, 'setTimeout', ...WAITS),
  {
    ...called(timersPromises, 'setInterval', ...WAITS),
    act: (given) => {
      const ticks: unknown = Reflect.apply(functionOf(timersPromises, 'setInterval'), undefined, given);
      return Reflect.apply(functionOf(Object(ticks), 'next'), ticks, []);
    },
  },
  calledOn(
    timersPromises.scheduler,
    'wait',
    ...WAITS.map(([delay, , options]) => [timersPromises.scheduler, delay, options]),
    [undefined, 1],
    [{}, 1],
  ),
  called(
    AbortSignal,
    'timeout',
    [],
    [0],
    [1.5],
    [-1],
    ['1'],
    [Number.NaN],
    [null],
    [2 ** 31],
    [2 ** 32],
    [5n],
    [Symbol('delay')],
  ),
  called(Math, 'random', [], [5]),
  called(
    nodeCrypto,
    'randomUUID',
    [],
    [undefined],
    [null],
    ['x'],
    [{}],
    [{ disableEntropyCache: true }],
    [{ disableEntropyCache: 'yes' }],
  ),
  calledOn(webcrypto, 'randomUUID', [webcrypto], [undefined], [{}], [webcrypto, 'odd']),
  called(
    nodeCrypto,
    'randomBytes',
    [],
    [0],
    [4],
    [1.5],
    [-1],
    ['4'],
    [2 ** 31],
    [2 ** 40],
    [Number.NaN],
    [4, 'x'],
    [-1, noop],
    [4, noop],
    [4, undefined],
  ),
  called(
    nodeCrypto,
    'randomInt',
    [],
    [5],
    [0],
    [-5],
    [1.5],
    ['5'],
    [5, 5],
    [6, 5],
    [-5, 5],
    [0, 2 ** 48],
    [0, 2 ** 48 - 1],
    [2 ** 53],
    [0, 5, 'x'],
    [5, 5, noop],
    [5, noop],
    [5, undefined],
    [Number.NaN, 5],
    [null, 5],
  ),
  called(nodeCrypto, 'randomFillSync', ...FILLS),
  called(nodeCrypto, 'randomFill', ...FILLS, ...FILLS.map(withCallback), [Buffer.alloc(4), 0, 4, 'x']),
  calledOn(
    webcrypto,
    'getRandomValues',
    [webcrypto],
    [webcrypto, null],
    [webcrypto, [1]],
    [webcrypto, new Uint8Array(4)],
    [webcrypto, new Float32Array(4)],
    [webcrypto, new DataView(new ArrayBuffer(4))],
    [webcrypto, new ArrayBuffer(4)],
    [webcrypto, new Uint8Array(65_536)],
    [webcrypto, new Uint8Array(65_537)],
    [webcrypto, new BigInt64Array(2)],
    [undefined, new Uint8Array(4)],
  ),
  ...LISTENERS.map((name) =>
    called(process, name, ['uncaughtException', 'x'], ['uncaughtException'], ['unhandledRejection', null]),
  ),
  called(process, 'off', ['uncaughtException', 'x'], ['uncaughtException', noop]),
  called(process, 'removeListener', ['uncaughtException', 'x'], ['uncaughtException', noop]),
  called(process, 'removeAllListeners', ['unhandledRejection of nobody']),
  called(process, 'listeners', ['uncaughtException'], ['of nobody']),
  called(process, 'rawListeners', ['uncaughtException']),
  // Only what Node refuses: the rest is printed.
  called(process, 'emitWarning', [], [null], [5], [{}], ['x', 5], ['x', 'y', 5]),
  called(process, 'listenerCount', ['uncaughtException'], ['of nobody']),
  called(process, 'setMaxListeners', [10], [-1], ['x'], [Number.NaN], []),
  called(process, 'getMaxListeners', []),
  ...['on', 'addListener', 'prependListener'].map((name) =>
    calledOn(
      EventEmitter.prototype,
      name,
      [new EventEmitter(), 'x', noop],
      [new EventEmitter(), 'x', 5],
      [new EventEmitter()],
      [undefined, 'x', noop],
      [{}, 'x', noop],
    ),
  ),
  calledOn(
    EventTarget.prototype,
    'addEventListener',
    [new EventTarget(), 'x', noop],
    [new EventTarget(), 'x', null],
    [new EventTarget(), 'x', 5],
    [new EventTarget()],
    [undefined, 'x', noop],
    [{}, 'x', noop],
  ),
  // Only what Node refuses: the rest would end this process, open a port, or go out into a network.
  { ...called(process, 'exit', ['x'], [1.5], [{}], [true], [Number.NaN], ['']), act: (given) => exit(given) },
  called(
    process,
    'kill',
    [],
    [null],
    ['x'],
    [1.5],
    [{}],
    [2 ** 30],
    [2 ** 40],
    [2 ** 30, 0],
    [2 ** 30, 'SIGNOT'],
    [process.pid, 'SIGNOT'],
    [-5],
  ),
  called(process.stdout, 'write', [null], [5], [{}], ['', 'no encoding']),
  called(
    fs,
    'openSync',
    [],
    [5],
    ['/nowhere/at/all'],
    ['/nowhere/at/all', 'odd'],
    ['/nowhere/at/all', 'r', 'x'],
  ),
  called(fs, 'closeSync', [], ['x'], [-1], [1.5], [2 ** 30]),
  called(fs, 'writeSync', [], ['x'], [1], [1, 5], [1, Buffer.alloc(1), 5], [-1, '']),
  called(fs, 'write', [], ['x', '', noop], [1, ''], [1, 5, noop], [1, Buffer.alloc(1), 5, noop]),
  called(globalThis, 'fetch', [], ['no url'], ['http://edge.petrel/', { method: 'GET', body: 'x' }]),
  { ...called(net.Server.prototype, 'listen', ...PLACES_TO_LISTEN), act: (given) => listen(given) },
  { ...called(net.Socket.prototype, 'connect', ...PLACES_TO_CONNECT), act: (given) => connect(given) },
  {
    ...called(
      net.Socket.prototype,
      'setTimeout',
      [-1],
      ['x'],
      [Number.NaN],
      [0],
      [5],
      [0, 'x'],
      [5, 'x'],
      [5, noop],
    ),
    act: (given) => Reflect.apply(functionOf(net.Socket.prototype, 'setTimeout'), new net.Socket(), given),
  },
  calledOn(http.Agent.prototype, 'getName', [new http.Agent()], [new http.Agent(), { host: 'a', port: 1 }]),
  called(Symbol, 'for', ['a'], [1], [], [Symbol('a')]),
  calledOn(dgram.Socket.prototype, 'send', [closed], [closed, 5], [closed, 'x', 5], [closed, 'x', -1]),
  calledOn(dgram.Socket.prototype, 'bind', [closed, 5]),
  calledOn(dgram.Socket.prototype, 'connect', [closed, 5], [closed, -1], [closed, 0], [closed, 'x']),
];

/** A test runner has an exit of its own. Node's begins with the exit code. */
function exit(given: Given): unknown {
  const isReal = currentScope.getStore() === undefined;
  return isReal
    ? Reflect.set(process, 'exitCode', given[0])
    : Reflect.apply(functionOf(process, 'exit'), process, given);
}

function listen(given: Given): unknown {
  return Reflect.apply(functionOf(net.Server.prototype, 'listen'), new net.Server(), given);
}

function connect(given: Given): unknown {
  return Reflect.apply(functionOf(net.Socket.prototype, 'connect'), new net.Socket(), given);
}

/** Where Node has Temporal. */
function temporalRows(): readonly Row[] {
  const temporal: unknown = Reflect.get(globalThis, 'Temporal');
  if (temporal === undefined) return [];
  const now = Object(Reflect.get(Object(temporal), 'Now'));
  const zones: readonly Given[] = [[], ['UTC'], ['Europe/Vienna'], ['Nowhere'], [5], [null]];
  return [
    called(now, 'instant', [], ['odd']),
    ...['zonedDateTimeISO', 'plainDateTimeISO', 'plainDateISO', 'plainTimeISO'].map((name) =>
      called(now, name, ...zones),
    ),
  ];
}

/** What can be compared of a result: its kind, or what it was refused with. */
async function outcomeOf(act: () => unknown): Promise<string> {
  let result: unknown;
  try {
    const value = act();
    if (typeof value === 'object' && value !== null && 'ref' in value && 'close' in value)
      clearTimeout(Number(value));
    result = await value;
  } catch (error) {
    if (!(error instanceof Error || error instanceof DOMException)) return `threw ${String(error)}`;
    const code: unknown = 'code' in error ? error.code : null;
    return `threw ${error.name} ${String(code)}`;
  }
  if (result instanceof Date) return `a date: ${result.getTime()}`;
  return typeof result === 'object' ? `an object: ${Object.prototype.toString.call(result)}` : typeof result;
}

let restore = noop;
afterEach(() => restore());

function asHost(act: () => unknown): unknown {
  const globals = hostGlobals(new KeyedRandom('strict'), 'device-001', 0, () => true, {
    makeFetch: () => fetchAsNode,
  });
  return currentScope.run({ globals, exchange: null }, act);
}

/** Of a host's fetch only what it refuses is of interest here: `simulated-fetch.test.ts` has the rest. */
const fetchAsNode: typeof globalThis.fetch = (input, init) => {
  try {
    return Promise.reject(new Error(`nobody answers ${new Request(input, init).url}`));
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error('no error'));
  }
};

const OWNERS: readonly (readonly [name: string, owner: object])[] = [
  ['globalThis', globalThis],
  ['Date.prototype', Date.prototype],
  ['Event.prototype', Event.prototype],
  ['EventEmitter.prototype', EventEmitter.prototype],
  ['EventTarget.prototype', EventTarget.prototype],
  ['process', process],
  ['process.stdout', process.stdout],
  ['performance', performance],
  ['node:timers', timers],
  ['node:timers/promises', timersPromises],
  ['node:crypto', nodeCrypto],
  ['webcrypto', webcrypto],
  ['node:fs', fs],
  ['node:os', os],
];

function labelOf({ target, name }: { readonly target: object; readonly name: PropertyKey }): string {
  const owner = OWNERS.find(([, each]) => each === target)?.[0] ?? Object.prototype.toString.call(target);
  return `${owner}.${String(name)}`;
}

describe('each replacement', () => {
  test('is tried here', () => {
    const tried = ROWS.map(labelOf);
    // `held-calls.test.ts` tries all of those that hold back what the real one answers.
    const held = new Set([...WORK, ...TURNS, ...NAMES]);
    const here = REPLACEMENTS.filter((each) => !held.has(each)).map(labelOf);
    // It refuses nothing, and the real one would end this process.
    expect(here.filter((label) => !tried.includes(label))).toStrictEqual(['process.abort']);
  });

  test.for(ROWS.map((row) => ({ label: labelOf(row), ...row })))(
    'gives or refuses what Node does: $label',
    async ({ act, given }) => {
      const outcomes = async (run: (act: () => unknown) => unknown): Promise<readonly string[]> => {
        const all: string[] = [];
        for (const values of given) all.push(await outcomeOf(() => run(() => act(values))));
        return all;
      };
      const real = await outcomes((call) => call());
      const { restore: putBack } = fakeGlobals('UTC');
      restore = () => {
        putBack();
        restore = noop;
      };
      const hosts = await outcomes(asHost);
      const shown = (all: readonly string[]): readonly string[] =>
        all.map((outcome, index) => `${index}: ${given[index]?.map(String).join(', ') ?? ''} → ${outcome}`);
      expect(shown(hosts)).toStrictEqual(shown(real));
    },
  );
});
