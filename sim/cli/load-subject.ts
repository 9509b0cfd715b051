import type { DeviceFactory, EdgeFactory, EdgeUnderTest, RetryPolicy } from '../host/index.ts';
import { builtinSubject } from '../builtin/index.ts';
import type { Subject, SubjectPart } from '../run/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { UsageError } from './usage-error.ts';
import { exportsOf, loadUserModule } from './user-module.ts';

/** Files that the user brings; undefined for our own. */
export interface SubjectFiles {
  readonly edge: string | undefined;
  readonly device: string | undefined;
  readonly policy: string | undefined;
}

/** Makes what is under test, new for each run. */
export async function loadSubject(files: SubjectFiles, scenario: Scenario): Promise<Subject> {
  const ours = builtinSubject(scenario);
  return {
    edge: files.edge === undefined ? ours.edge : await loadEdge(files.edge, scenario),
    device: files.device === undefined ? ours.device : await loadDevice(files.device),
    policy: files.policy === undefined ? ours.policy : await loadPolicy(files.policy),
  };
}

/** Users' functions are called through here: what they return is checked where it is used, not believed. */
function isFunction(value: unknown): value is (...values: readonly unknown[]) => unknown {
  return typeof value === 'function';
}

/**
 * An edge comes as a factory `createEdge`, or as a finished request handler (an Express app): `app`, `handler` or the
 * default export. A finished app is loaded anew for each boot, as a process that starts again would do.
 */
async function loadEdge(file: string, scenario: Scenario): Promise<SubjectPart<EdgeFactory>> {
  const module = await loadUserModule('--edge', file);
  const { createEdge } = module;
  if (isFunction(createEdge)) {
    const factory: EdgeFactory = async (env) => checkedEdge(file, await createEdge(env));
    return { name: file, factory, foreign: true };
  }
  const boots = 1 + scenario.timeline.filter((window) => window.restart).length;
  const handlers = [handlerOf(file, module)];
  while (handlers.length < boots) handlers.push(handlerOf(file, await loadUserModule('--edge', file)));
  const factory: EdgeFactory = () => {
    const handler = handlers.shift();
    if (handler === undefined) throw new Error(`${file} was booted more often than the timeline says.`);
    return { handler: (request, response) => void handler(request, response) };
  };
  return { name: file, factory, foreign: true };
}

function handlerOf(
  file: string,
  module: Readonly<Record<string, unknown>>,
): (...values: readonly unknown[]) => unknown {
  const handler = module['app'] ?? module['handler'] ?? module['default'];
  if (isFunction(handler)) return handler;
  throw new UsageError(
    `--edge ${file}: ${exportsOf(module)}. Export createEdge(env), or an app or handler that takes (request, response).`,
  );
}

function checkedEdge(file: string, edge: unknown): EdgeUnderTest {
  if (typeof edge === 'object' && edge !== null && 'handler' in edge && isFunction(edge.handler)) {
    // The rest is optional, and called only where it is a function.
    return edge as EdgeUnderTest;
  }
  throw new TypeError(`createEdge of ${file} must return an object with a handler(request, response).`);
}

async function loadDevice(file: string): Promise<SubjectPart<DeviceFactory>> {
  const module = await loadUserModule('--device', file);
  const { createDevice } = module;
  if (!isFunction(createDevice)) {
    throw new UsageError(`--device ${file}: ${exportsOf(module)}. Export createDevice(env).`);
  }
  const factory: DeviceFactory = async (env) => {
    const device = await createDevice(env);
    if (typeof device === 'object' && device !== null && 'record' in device && isFunction(device.record)) {
      return device as Awaited<ReturnType<DeviceFactory>>;
    }
    throw new TypeError(`createDevice of ${file} must return an object with record(reading).`);
  };
  return { name: file, factory, foreign: true };
}

async function loadPolicy(file: string): Promise<RetryPolicy> {
  const module = await loadUserModule('--policy', file);
  const policy = module['policy'];
  if (typeof policy !== 'object' || policy === null) {
    throw new UsageError(`--policy ${file}: ${exportsOf(module)}. Export const policy: RetryPolicy.`);
  }
  const { name, retriesMax, delayMs, delayBoundsMs } = policy as Readonly<Record<string, unknown>>;
  const problems: string[] = [];
  if (typeof name !== 'string' || name === '') problems.push('name must be a text');
  if (typeof retriesMax !== 'number' || !Number.isSafeInteger(retriesMax) || retriesMax < 0) {
    problems.push('retriesMax must be a whole number, 0 or more');
  }
  if (!isFunction(delayMs))
    problems.push('delayMs(retryIndex, uniform) must be a function that gives milliseconds');
  if (!isFunction(delayBoundsMs))
    problems.push('delayBoundsMs(retryIndex) must be a function that gives { min, max }');
  if (problems.length > 0) throw new UsageError(`--policy ${file}: ${problems.join('; ')}.`);
  return policy as RetryPolicy;
}
