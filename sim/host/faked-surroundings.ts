import fs from 'node:fs';
import net from 'node:net';
import { clockInForce } from './faked-time.ts';
import { replacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals } from './scope.ts';
import { reportStrayError } from './stray-errors.ts';

/** The host whose code asks, while a run has the globals. */
function hostOf(): HostGlobals | null {
  return clockInForce() === null ? null : (currentScope.getStore()?.globals ?? null);
}

type Method = (this: unknown, ...given: readonly unknown[]) => unknown;

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** The method that is in force now, not bound to anything. */
function methodOf(target: object, name: string): Method {
  const method: unknown = Reflect.get(target, name);
  if (!isMethod(method)) throw new Error(`There is no ${name} to fake.`);
  return method;
}

/** Another behaviour for hosts, the real one for everybody else. `this` and what is given pass through. */
function forHosts(
  target: object,
  name: string,
  act: (self: unknown, given: readonly unknown[], real: (given: readonly unknown[]) => unknown) => unknown,
): Replacement {
  const real = methodOf(target, name);
  function value(this: unknown, ...given: unknown[]): unknown {
    const callReal = (values: readonly unknown[]): unknown => Reflect.apply(real, this, values);
    return hostOf() === null ? callReal(given) : act(this, given, callReal);
  }
  return { target, name, value };
}

/** Requests come from the harness, so a server of a host only believes that it listens: no port, no clash. */
function pretendToListen(self: unknown, given: readonly unknown[]): unknown {
  if (!(self instanceof net.Server)) return self;
  const [first] = given;
  const asked: unknown = typeof first === 'object' && first !== null && 'port' in first ? first.port : first;
  const port = Number(asked);
  const listening = given.at(-1);
  if (typeof listening === 'function') self.once('listening', () => void Reflect.apply(listening, self, []));
  self.address = () => ({ address: '::', family: 'IPv6', port: port > 0 ? port : 80 });
  process.nextTick(() => self.emit('listening'));
  return self;
}

/** Real networks answer when they like, so there is none: it looks like a service that is down. */
function refuseToConnect(self: unknown): unknown {
  if (!(self instanceof net.Socket)) return self;
  const message =
    'connect ECONNREFUSED: inside a simulation a device reaches the edge through fetch, and nothing else exists';
  const error = Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect' });
  process.nextTick(() => self.destroy(error));
  return self;
}

/** A host may end its own process, not ours. */
function refuseToExit(code: unknown): never {
  const error = new Error(
    `process.exit(${typeof code === 'number' || typeof code === 'string' ? code : ''}) was called`,
  );
  // The place that matters is the caller's.
  Error.captureStackTrace(error, methodOf(process, 'exit'));
  reportStrayError(error);
  throw error;
}

const STDOUT = 1;
const STDERR = 2;

/** stdout is for results; what hosts print goes to stderr. Loggers write to the descriptor, past `process.stdout`. */
function printElsewhere(given: readonly unknown[]): readonly unknown[] {
  return given[0] === STDOUT ? [STDERR, ...given.slice(1)] : given;
}

/** What a host meets beyond its own code, clock and chance: the network, the process, the output. */
export const SURROUNDINGS: readonly Replacement[] = [
  replacement(globalThis, 'fetch', (real) => (input, init) => (hostOf()?.fetch ?? real)(input, init)),
  forHosts(net.Server.prototype, 'listen', pretendToListen),
  forHosts(net.Socket.prototype, 'connect', refuseToConnect),
  forHosts(process, 'exit', (_self, [code]) => refuseToExit(code)),
  forHosts(process.stdout, 'write', (_self, given) =>
    Reflect.apply(methodOf(process.stderr, 'write'), process.stderr, given),
  ),
  forHosts(fs, 'writeSync', (_self, given, real) => real(printElsewhere(given))),
  forHosts(fs, 'write', (_self, given, real) => real(printElsewhere(given))),
];
