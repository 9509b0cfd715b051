import type { RequestListener } from 'node:http';
import net from 'node:net';
import { notSimulated } from '../../host/index.ts';
import { fastifyOf } from './fastify-servers.ts';
import {
  fastifyPostPaths,
  hapiPostPaths,
  koaPostPaths,
  listedPostPaths,
  showPostPaths,
} from './post-paths.ts';
import { listenerOf } from './web-handler.ts';

/** Something that answers requests, as a user's module has it. */
export interface Shape {
  /** For messages: `a Fastify instance`. */
  readonly what: string;
  /** Its handler, once it is ready. */
  readonly listener: () => RequestListener | Promise<RequestListener>;
}

/** Users' functions are called through here: what they return is checked where it is used, not believed. */
export type AnyFunction = (this: unknown, ...values: readonly unknown[]) => unknown;

export function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

/** Not what only answers to every name, as a proxy does. */
function part(value: unknown, name: string): unknown {
  const isSomething = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isSomething && Reflect.has(value, name) ? Reflect.get(value, name) : undefined;
}

function method(value: unknown, name: string): AnyFunction | null {
  const found = part(value, name);
  return isFunction(found) ? (...given) => Reflect.apply(found, value, given) : null;
}

function has(value: unknown, ...names: readonly string[]): boolean {
  return names.every((name) => method(value, name) !== null);
}

function passTo(handle: AnyFunction): RequestListener {
  return (request, response) => void handle(request, response);
}

/** Of Node, or of a framework that makes one. What listens to its requests may come later. */
export function serverShape(server: net.Server, what = 'an http.Server'): Shape {
  return {
    what,
    listener: () => {
      const listener: RequestListener = (request, response) => {
        if (!hearsStreamsOnly(server)) {
          server.emit('request', request, response);
          return;
        }
        notSimulated(
          "a server of HTTP/2 that hears 'stream' alone",
          "hear 'request' too, which servers of HTTP/2 emit for each stream",
        );
        response.writeHead(505).end();
      };
      const fastify = fastifyOf(server);
      if (fastify !== null) showPostPaths(listener, () => fastifyPostPaths(fastify));
      return listener;
    },
  };
}

/** Requests reach an edge by HTTP/1, which has no streams. */
function hearsStreamsOnly(server: net.Server): boolean {
  return server.listenerCount('request') === 0 && server.listenerCount('stream') > 0;
}

/** A framework's object, and what is known of it. */
interface Known {
  readonly what: string;
  readonly is: (value: unknown) => boolean;
  readonly listener: (value: unknown, from: string) => RequestListener | Promise<RequestListener>;
  /** The paths at which it takes a POST, once it is ready, where it tells. */
  readonly postPaths?: (value: unknown) => readonly string[];
}

function must(found: AnyFunction | null, what: string): AnyFunction {
  if (found === null) throw new TypeError(`${what} is no function`);
  return found;
}

/** h3's first version: its app handles events, which its own package makes of requests. */
async function h3Listener(app: unknown, from: string): Promise<RequestListener> {
  const { createRequire } = await import('node:module');
  const h3: unknown = createRequire(from)('h3');
  const listener: unknown = must(method(h3, 'toNodeListener'), 'toNodeListener of h3')(app);
  if (!isFunction(listener)) throw new TypeError('toNodeListener of h3 made no listener');
  return passTo(listener);
}

async function nestListener(app: unknown, from: string): Promise<RequestListener> {
  await must(method(app, 'init'), 'init')();
  const adapter = must(method(app, 'getHttpAdapter'), 'getHttpAdapter')();
  const inner = shapeOf(must(method(adapter, 'getInstance'), 'getInstance')(), from);
  if (inner === null) throw new TypeError('the Nest application stands on a server that is not known');
  return inner.listener();
}

/** In order: what has more of its own comes first. */
const KNOWN: readonly Known[] = [
  {
    what: 'a Nest application',
    is: (value) => has(value, 'getHttpAdapter', 'init'),
    listener: nestListener,
  },
  {
    what: 'a Fastify instance',
    is: (value) => has(value, 'routing', 'ready', 'inject'),
    listener: async (value) => {
      await must(method(value, 'ready'), 'ready')();
      return passTo(must(method(value, 'routing'), 'routing'));
    },
    postPaths: fastifyPostPaths,
  },
  {
    what: 'a hapi server',
    is: (value) => has(value, 'initialize', 'inject') && part(value, 'listener') instanceof net.Server,
    listener: async (value) => {
      await must(method(value, 'initialize'), 'initialize')();
      const server = part(value, 'listener');
      if (!(server instanceof net.Server)) throw new TypeError('the hapi server has no listener');
      return serverShape(server).listener();
    },
    postPaths: hapiPostPaths,
  },
  {
    what: 'a Koa app',
    is: (value) => has(value, 'callback', 'use') && Array.isArray(part(value, 'middleware')),
    listener: (value) => {
      const listener = must(method(value, 'callback'), 'callback')();
      if (!isFunction(listener)) throw new TypeError('callback() of the Koa app made no listener');
      return passTo(listener);
    },
    postPaths: koaPostPaths,
  },
  {
    what: 'an h3 app',
    is: (value) => has(value, 'use', 'handler', 'resolve') && Array.isArray(part(value, 'stack')),
    listener: h3Listener,
  },
  {
    what: 'a web app with fetch(request)',
    is: (value) => typeof value === 'object' && has(value, 'fetch'),
    listener: (value) => listenerOf(must(method(value, 'fetch'), 'fetch')),
    postPaths: listedPostPaths,
  },
  {
    what: 'an Express app',
    is: (value) => isFunction(value) && has(value, 'handle', 'use'),
    listener: (value) => passTo(must(isFunction(value) ? value : null, 'the app')),
  },
  {
    what: 'an app with handler(request, response)',
    is: (value) => typeof value === 'object' && has(value, 'handler', 'listen'),
    listener: (value) => passTo(must(method(value, 'handler'), 'handler')),
  },
  {
    what: 'an app with requestHandler(request, response)',
    is: (value) => typeof value === 'object' && has(value, 'requestHandler'),
    listener: (value) => passTo(must(method(value, 'requestHandler'), 'requestHandler')),
  },
  {
    what: 'an object with a server',
    is: (value) => part(value, 'server') instanceof net.Server,
    listener: (value) => {
      const server = part(value, 'server');
      if (!(server instanceof net.Server)) throw new TypeError('there is no server');
      return serverShape(server).listener();
    },
  },
];

/** What answers requests by what it is, whatever its name; null: it is not known. `from`: the module that has it. */
export function shapeOf(value: unknown, from: string): Shape | null {
  if (value instanceof net.Server) return serverShape(value);
  const known = KNOWN.find(({ is }) => is(value));
  if (known === undefined) return null;
  const { what, postPaths } = known;
  if (postPaths === undefined) return { what, listener: () => known.listener(value, from) };
  return {
    what,
    listener: async () => {
      const listener = await known.listener(value, from);
      showPostPaths(listener, () => postPaths(value));
      return listener;
    },
  };
}

/** Names of the parameters of a function, as far as they are plain ones. */
export function parametersOf(act: AnyFunction): readonly string[] {
  const [, inBrackets, alone] =
    /^(?:async\s*)?(?:function\s*\*?\s*[\w$]*\s*)?(?:\(([^)]*)\)|([\w$]+)\s*=>)/.exec(
      Function.prototype.toString.call(act),
    ) ?? [];
  const all = inBrackets ?? alone ?? '';
  return all
    .split(',')
    .map((one) => /^\s*([\w$]+)/.exec(one)?.[1] ?? '')
    .filter((name) => name !== '');
}

export function isClass(act: AnyFunction): boolean {
  return /^class\b/.test(Function.prototype.toString.call(act));
}

/** Of a function that takes one value and is no factory: whether that is a request of the Fetch API. */
export function takesWebRequest(act: AnyFunction): boolean {
  const [first = ''] = parametersOf(act);
  return act.length === 1 && /^_?req(uest)?$/i.test(first);
}

/** What a function is that is no app of a framework: null where nothing of it tells. */
export function functionShape(act: AnyFunction): Shape | null {
  if (isClass(act)) return null;
  const [first = ''] = parametersOf(act);
  const passesAllOn = act.length === 0 && /^[^{=]*\(\s*\.\.\./.test(Function.prototype.toString.call(act));
  if (passesAllOn) return { what: 'a handler of all it is given', listener: () => passTo(act) };
  // A plugin of Fastify is given the instance that it adds to.
  if (act.length >= 2 && !/^(fastify|app|instance)$/i.test(first))
    return { what: 'a handler of (request, response)', listener: () => passTo(act) };
  if (takesWebRequest(act))
    return { what: 'a web handler of (request)', listener: () => listenerOf((request) => act(request)) };
  return null;
}
