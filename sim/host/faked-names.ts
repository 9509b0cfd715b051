import dns from 'node:dns';
import net from 'node:net';
import { hostOf } from './host-of.ts';
import type { Resolved } from './host-network.ts';
import type { Call } from './held-calls.ts';
import { AT_ONCE, heldCallback, heldPromise, isCall } from './held-calls.ts';
import type { Replacement } from './replacement.ts';

type Outcome = { readonly error: Error } | { readonly values: readonly unknown[] };

/** As the system words it: there is no such host, or it has no record of that kind. */
function nameError(code: 'ENOTFOUND' | 'ENODATA', syscall: string, hostname: string): Error {
  const errno = syscall === 'getaddrinfo' ? { errno: -3008 } : { errno: undefined };
  return Object.assign(new Error(`${syscall} ${code} ${hostname}`), { ...errno, code, syscall, hostname });
}

function resolved(name: string): Resolved | null {
  const network = hostOf()?.network;
  if (network === undefined) return null;
  const found = network.resolve(name);
  if (found.kind === 'nowhere')
    network.unsupported(`the host ${name}`, `--allow-net ${name}:PORT lets it be reached, in real time`);
  return found;
}

function familyOf(options: unknown): unknown {
  const isObject = typeof options === 'object' && options !== null;
  const family: unknown = isObject ? Reflect.get(options, 'family') : options;
  return family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : family;
}

/** Of `dns.lookup`. Null: Node is to answer. */
function lookUp(name: unknown, options: unknown): Outcome | null {
  if (typeof name !== 'string' || name === '') return null;
  const found = resolved(name);
  if (found === null || found.kind === 'real') return null;
  const asked = familyOf(options);
  const address = found.kind === 'address' ? found.address : '';
  const family = net.isIP(address);
  if (address === '' || (asked === 6 && family === 4))
    return { error: nameError('ENOTFOUND', 'getaddrinfo', name) };
  const all = typeof options === 'object' && options !== null && Reflect.get(options, 'all') === true;
  return { values: all ? [[{ address, family }]] : [address, family] };
}

/** Of `dns.resolve` and its relatives: addresses are all that a name has. */
function resolveAs(type: string, name: unknown, options: unknown): Outcome | null {
  if (typeof name !== 'string' || name === '') return null;
  const found = resolved(name);
  if (found === null || found.kind === 'real') return null;
  const syscall = `query${type === 'reverse' ? 'Ptr' : type}`;
  if (found.kind !== 'address') return { error: nameError('ENOTFOUND', syscall, name) };
  if (type !== 'A') return { error: nameError('ENODATA', syscall, name) };
  const ttl = typeof options === 'object' && options !== null && Reflect.get(options, 'ttl') === true;
  const { address } = found;
  return { values: [[ttl ? { address, ttl: 60 } : address]] };
}

type Answer = (given: readonly unknown[]) => Outcome | null;

/** Answers at this instant, but not within the call. */
function byCallback(real: Call, answer: Answer): Call {
  return function callback(this: unknown, ...given: readonly unknown[]): unknown {
    const done = given.at(-1);
    const outcome = isCall(done) ? answer(given.slice(0, -1)) : null;
    if (outcome === null || !isCall(done)) return Reflect.apply(real, this, given);
    process.nextTick(() => ('error' in outcome ? done(outcome.error) : done(null, ...outcome.values)));
    return {};
  };
}

function byPromise(real: Call, answer: Answer, shape: (values: readonly unknown[]) => unknown): Call {
  return function promise(this: unknown, ...given: readonly unknown[]): unknown {
    const outcome = answer(given);
    if (outcome === null) return Reflect.apply(real, this, given);
    return 'error' in outcome ? Promise.reject(outcome.error) : Promise.resolve(shape(outcome.values));
  };
}

/** What `dns.resolveMx` and so on ask for. */
function typeOf(name: string): string {
  const rest = name.slice('resolve'.length);
  return rest === '4' ? 'A' : rest === '6' ? 'Aaaa' : rest;
}

/** `resolve(name, type)` says what it asks for; its relatives have it in their names. */
function resolving(name: string): Answer {
  if (name === 'reverse') return ([address]) => resolveAs('reverse', address, undefined);
  if (name !== 'resolve') return ([host, options]) => resolveAs(typeOf(name), host, options);
  return ([host, type = 'A']) => resolveAs(typeof type === 'string' ? type : 'A', host, undefined);
}

function namesOn(target: object, make: (name: string, real: Call) => Call): Replacement[] {
  return Object.getOwnPropertyNames(target).flatMap((name) => {
    const real: unknown = Reflect.get(target, name);
    const isAsking = /^(lookup|reverse|resolve([A-Z0-9]\w*)?)$/.test(name);
    return isAsking && isCall(real) ? [{ target, name, value: make(name, real) }] : [];
  });
}

function callbackFor(name: string, real: Call): Call {
  const faked = byCallback(
    real,
    name === 'lookup' ? ([host, options]) => lookUp(host, options) : resolving(name),
  );
  // Everything that can be asked of the function, its own `promisify` included.
  return heldCallback(Object.defineProperties(faked, Object.getOwnPropertyDescriptors(real)), AT_ONCE);
}

function promiseFor(name: string, real: Call): Call {
  return heldPromise(answeringBy(name, real), AT_ONCE);
}

function answeringBy(name: string, real: Call): Call {
  if (name !== 'lookup') return byPromise(real, resolving(name), ([records]) => records);
  return byPromise(
    real,
    ([host, options]) => lookUp(host, options),
    ([found, family]) => (Array.isArray(found) ? found : { address: found, family }),
  );
}

/** Where names of hosts lead: to the edge, to their own machine, or nowhere. No server of names is asked; it takes the time that it would. */
export const NAMES: readonly Replacement[] = [
  ...namesOn(dns, callbackFor),
  ...namesOn(dns.Resolver.prototype, callbackFor),
  ...namesOn(dns.promises, promiseFor),
  ...namesOn(dns.promises.Resolver.prototype, promiseFor),
];
