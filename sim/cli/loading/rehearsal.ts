import { firstServerOf, serversOf } from '../../host/caught-servers.ts';
import { catchStrayErrors, fakeGlobals, FrozenError, settle } from '../../host/index.ts';
import type { FakedGlobals } from '../../host/index.ts';
import { hostGlobals } from '../../host/host-globals.ts';
import { allowedPlaces, OutsideNetwork } from '../../host/outside-network.ts';
import { currentScope } from '../../host/scope.ts';
import type { HostGlobals } from '../../host/scope.ts';
import type { Zone } from '../../host/zone.ts';
import { KeyedRandom } from '../../random/index.ts';
import type { AllowedPlace } from '../flags/allow-net.ts';
import { UsageError } from '../usage-error.ts';
import { loadError } from './load-error.ts';
import { loadInstance, prepareForModules } from './user-module.ts';
import type { UserModule } from './user-module.ts';

/** Real milliseconds that a top level may take once it has set a timer, and that it may take at all. */
const TIMER_MS_MAX = 1_000;
const LOADING_MS_MAX = 30_000;
const LOOK_EVERY_MS = 100;

/** Why a module does not finish loading; null while it may. */
function stuckFor(hasTimers: boolean, loadingMs: number, withTimersMs: number): string | null {
  if (hasTimers && withTimersMs >= TIMER_MS_MAX)
    return 'its top level waits for a timer, but time stands still while a module loads; wait in createEdge or createDevice instead, which may be asynchronous';
  return loadingMs >= LOADING_MS_MAX ? `its top level did not end within ${LOADING_MS_MAX / 1000} s` : null;
}

/** When nothing of it runs any more: what it waits for now is time, which stands still. */
function atRest(isOver: () => boolean): Promise<unknown> {
  return settle({
    openWork: () => 0,
    timersPending: () => true,
    foreignCode: true,
    describe: () => 'a module',
    crashed: isOver,
  });
}

/** The first server that listens; without one, until there can be none any more. */
async function serverOf(host: HostGlobals): Promise<void> {
  let found = false;
  void firstServerOf(host).then(() => {
    found = true;
  });
  // It must have ended before the run begins, whose own would see it as work.
  await atRest(() => found);
}

/** Of the world that a module is loaded for. */
export interface RehearsalWorld {
  readonly zone: Zone;
  readonly allowNet: readonly AllowedPlace[] | undefined;
}

interface RehearsalOptions extends RehearsalWorld {
  /** Of a module that has been loaded: whether a server should be waited for, since nothing else of it is of use. */
  readonly listens?: (module: UserModule) => boolean;
}

/** One that listens on several addresses is one. */
function portsOf(host: HostGlobals): number {
  const places = serversOf(host).map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : address;
  });
  return new Set(places).size;
}

interface Rehearsed {
  readonly module: UserModule;
  /** How many servers it has listening. */
  readonly servers: number;
}

/**
 * Loads a user's module once before the run, in a world of its own that ends at once: no timer it sets outlives it, no
 * port it opens is real, and what it or a package of it keeps of the globals works in the run that follows.
 * @throws {UsageError} when it can't be loaded.
 */
export async function rehearse(
  flag: string,
  file: string,
  path: string,
  { zone, allowNet = [], listens = () => false }: RehearsalOptions,
): Promise<Rehearsed> {
  await prepareForModules();
  const globals = fakeGlobals(zone);
  let isOver = false;
  let tried = '';
  const network = new OutsideNetwork({
    allowed: allowedPlaces(allowNet),
    unsupported: (what, remedy) => {
      tried = ` (${what} is not simulated${remedy === null ? '' : `; ${remedy}`})`;
    },
  });
  const host = hostGlobals(new KeyedRandom('rehearsal'), 'rehearsal', 0, () => !isOver, {
    makeNetwork: () => network,
  });
  let fail = (_error: unknown): void => {};
  const strayed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const stopListening = catchStrayErrors((error) => fail(error));
  let loadingMs = 0;
  let withTimersMs = 0;
  const watch = setInterval(() => {
    loadingMs += LOOK_EVERY_MS;
    if (globals.pending() > 0) withTimersMs += LOOK_EVERY_MS;
    const stuck = stuckFor(globals.pending() > 0, loadingMs, withTimersMs);
    if (stuck !== null) fail(new Error(stuck));
  }, LOOK_EVERY_MS);
  try {
    const loading = currentScope.run({ globals: host, exchange: null }, () => loadInstance(path));
    const module = await Promise.race([loading, strayed]);
    if (listens(module)) await Promise.race([serverOf(host), strayed]);
    return { module, servers: portsOf(host) };
  } catch (error) {
    throw new UsageError(
      `${flag} ${file}: the module could not be loaded: ${await loadError(error, path)}${tried}`,
    );
  } finally {
    isOver = true;
    clearInterval(watch);
    stopListening();
    restore(globals, `${flag} ${file}`);
  }
}

/** Whoever froze what is put back can't be run, whatever else is wrong with it. */
function restore(globals: FakedGlobals, named: string): void {
  try {
    globals.restore();
  } catch (error) {
    throw error instanceof FrozenError ? new UsageError(`${named}: ${error.message}`) : error;
  }
}
