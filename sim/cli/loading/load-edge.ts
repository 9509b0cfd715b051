import type { EdgeFactory, EdgeUnderTest } from '../../../ports/index.ts';
import { firstServerOf, serversOf } from '../../host/caught-servers.ts';
import { currentScope } from '../../host/scope.ts';
import type { HostGlobals } from '../../host/scope.ts';
import type { SubjectPart } from '../../run/index.ts';
import { edgeIn, exportedBy, isEdge } from './edge-export.ts';
import type { EdgeExport } from './edge-export.ts';
import { functionShape, isFunction, serverShape, shapeOf } from './edge-shapes.ts';
import type { Shape } from './edge-shapes.ts';
import { watchFastify } from './fastify-servers.ts';
import { inTurn } from './in-turn.ts';
import { sometimesIn } from './module-sometimes.ts';
import { rehearse } from './rehearsal.ts';
import type { RehearsalWorld } from './rehearsal.ts';
import { UsageError } from '../usage-error.ts';
import { exportsOf, loadInstance, userModulePath } from './user-module.ts';
import type { UserModule } from './user-module.ts';
import { wireIn } from './wire-in.ts';

/** The two lines that always do. */
const WOULD_DO =
  'export const app = …; // an app, a server, or a handler of (request, response)\n  export function createEdge(env) { return { handler: app }; } // where it needs more';

/** What devices are made by: no edge is, whatever else it returns. */
const DEVICE_MAKER = 'createDevice';

/**
 * Whoever boots gets an instance of the module of its own, as a process that starts does. What is loaded here is thrown
 * away: it shows before the run whether the module can be loaded, and what of it is the edge.
 * @param flag what named it, for messages about it
 * @throws {UsageError} for a module that has none.
 */
export async function loadEdge(
  file: string,
  world: RehearsalWorld,
  flag = '--edge',
): Promise<SubjectPart<EdgeFactory>> {
  watchFastify();
  const path = userModulePath(flag, file);
  const isSilent = (module: UserModule): boolean => edgeIn(module, path).kind === 'none';
  const { module, servers } = await rehearse(flag, file, path, { ...world, listens: isSilent });
  mustBeEdge(`${flag} ${file}`, edgeIn(module, path), module, servers);
  const factory: EdgeFactory = async (env) => {
    const loaded = await inTurn(() => loadInstance(path));
    return makeEdge(edgeIn(loaded, path), { file, path, env });
  };
  return {
    name: file,
    factory,
    foreign: true,
    sometimes: sometimesIn(`${flag} ${file}`, 'edge', module),
    wire: wireIn(flag, file, module),
  };
}

function mustBeEdge(named: string, found: EdgeExport, module: UserModule, servers: number): void {
  if (found.kind === 'several') {
    throw new UsageError(
      `${named}: ${found.names.join(' and ')} could each be the edge. Export the one that is meant as app, or return it from createEdge(env).`,
    );
  }
  if (found.kind === 'factory' && found.name === DEVICE_MAKER) {
    throw new UsageError(`${named}: it exports createDevice, which makes a device: name it with --device.`);
  }
  if (found.kind !== 'none' || servers === 1) return;
  if (servers > 1) {
    throw new UsageError(
      `${named}: ${servers} servers listen when it is loaded. Export the one that is meant: export const server = …`,
    );
  }
  throw new UsageError(
    `${named}: ${exportsOf(exportedBy(module))}${whyNone(module)}, and no server listens when it is loaded. What would do:\n  ${WOULD_DO}`,
  );
}

/** Of what is exported under a name that an edge might have: what it looks like. */
function whyNone(module: UserModule): string {
  const all = exportedBy(module);
  const name = ['app', 'handler', 'server', 'default'].find((each) => isFunction(all[each]));
  const value = name === undefined ? undefined : all[name];
  if (!isFunction(value)) return '';
  const what = value.toString().startsWith('class')
    ? 'a class'
    : `a function of ${value.length} values of which it can't be told whether they are a request or settings`;
  return `; ${name} is ${what}`;
}

interface Making {
  readonly file: string;
  readonly path: string;
  readonly env: unknown;
}

async function makeEdge(found: EdgeExport, making: Making): Promise<EdgeUnderTest> {
  switch (found.kind) {
    case 'finished':
      return { handler: await found.shape.listener() };
    case 'factory':
      return edgeOf(await found.make(making.env), found.name, making);
    case 'none':
      return { handler: await serverShape(await firstServerOf(hostHere())).listener() };
    case 'several':
      throw new Error('It was refused before the run.');
    default:
      return found satisfies never;
  }
}

function hostHere(): HostGlobals {
  const host = currentScope.getStore()?.globals;
  if (host === null || host === undefined) throw new Error('An edge was made for no host.');
  return host;
}

/** What a factory returned: an edge of the port, anything that a module could export, or nothing where a server listens. */
async function edgeOf(made: unknown, name: string, { file, path }: Making): Promise<EdgeUnderTest> {
  const shape: Shape | null = shapeOf(made, path) ?? (isFunction(made) ? functionShape(made) : null);
  if (shape !== null) return checkedEdge(file, { ...saidBeside(made), handler: await shape.listener() });
  if (isEdgeUnderTest(made)) return checkedEdge(file, made);
  const within = shapeWithin(made, path);
  if (within !== null) return checkedEdge(file, { ...saidBeside(made), handler: await within.listener() });
  const [server] = serversOf(hostHere());
  if (server !== undefined) return { handler: await serverShape(server).listener() };
  const error = new TypeError(
    `${name} of ${file} must return an app, a server, or an object with a handler(request, response), an app or a server.`,
  );
  // It has no place: where this is found out is nobody's mistake.
  error.stack = '';
  throw error;
}

/** Where an object that says more has what answers. */
const ANSWERS_BY = ['handler', 'app', 'server'] as const;

function shapeWithin(made: unknown, from: string): Shape | null {
  if (typeof made !== 'object' || made === null) return null;
  for (const name of ANSWERS_BY) {
    const value: unknown = Reflect.get(made, name);
    const shape = shapeOf(value, from) ?? (isFunction(value) ? functionShape(value) : null);
    if (shape !== null) return shape;
  }
  return null;
}

/**
 * What an edge says of itself beside what answers. A framework's object has a `close` of its own, and says nothing of what it stored:
 * who does speaks for Petrel.
 */
function saidBeside(made: unknown): Partial<EdgeUnderTest> {
  if (typeof made !== 'object' || made === null || !Object.hasOwn(made, 'accepted')) return {};
  const said = ['accepted', 'reconfigure', 'close'].flatMap((name) => {
    const value: unknown = Reflect.get(made, name);
    if (value === undefined) return [];
    return [[name, isFunction(value) ? value.bind(made) : value]];
  });
  return Object.fromEntries(said);
}

function isEdgeUnderTest(made: unknown): made is EdgeUnderTest {
  return isEdge(made);
}

/** All but the handler is optional; what is there must be what the port says. */
function checkedEdge(file: string, edge: EdgeUnderTest): EdgeUnderTest {
  const { accepted } = edge;
  if (accepted !== undefined && accepted !== 'as-it-happens' && !isFunction(accepted)) {
    throw new TypeError(`accepted of the edge of ${file} must be a function, or 'as-it-happens'.`);
  }
  for (const name of ['reconfigure', 'close'] as const) {
    const value: unknown = edge[name];
    if (value !== undefined && !isFunction(value))
      throw new TypeError(`${name} of what ${file} makes must be a function.`);
  }
  return edge;
}
