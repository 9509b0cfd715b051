import { createEdge, parseEdgeSettings } from '../../edge/index.ts';
import type { Edge, EdgeSettings, ReadingStore } from '../../edge/index.ts';
import { STORE_SETTINGS } from '../../edge/settings.ts';
import type { StoreSettings } from '../../edge/settings.ts';
import { METRICS_PATH } from '../../protocol/index.ts';
import type { EdgeAnswer, EdgeEnv, EdgeFactory, EdgeRequest, EdgeUnderTest } from '../../ports/index.ts';
import { checkValues } from '../../settings/index.ts';
import { isMapping } from '../../settings/plain.ts';
import type { EdgeSettings as ScenarioEdge, Scenario } from '../scenario/index.ts';
import { MemoryReadingStore } from '../../edge/store/memory-reading-store.ts';
import { durableStore } from './durable-store.ts';
import { sharedStore } from './shared-store.ts';
import { StoreOnDisk } from './store-on-disk.ts';

function createEdgeUnderTest(env: EdgeEnv, store?: ReadingStore): EdgeUnderTest {
  const { clock, random, log, stored, queued } = env;
  const edge = createEdge({
    settings: settingsOf(env.config).edge,
    clock,
    random,
    log,
    onStored: stored,
    onQueued: queued,
    sendDate: false,
    ...(store === undefined ? {} : { store }),
  });
  return {
    handler: edge.handler,
    exchange: (request) => exchangeOf(edge, request),
    begin: (head) => edge.begin(head),
    accepted: 'as-it-happens',
    reconfigure: (settings) => edge.reconfigure(settingsOf(settings).edge),
    close: () => edge.close(),
  };
}

/** The `edge` section, parted into what the edge is told and what it stores in. */
function settingsOf(config: unknown): { readonly edge: EdgeSettings; readonly store: StoreSettings } {
  const { store, ...edge } = isMapping(config) ? config : {};
  return {
    edge: parseEdgeSettings(edge),
    store: checkValues('edge.store', STORE_SETTINGS, store ?? {}),
  };
}

/** What the Express shell around the pipeline does, without HTTP: it routes. */
function exchangeOf(edge: Edge, request: EdgeRequest): EdgeAnswer | Promise<EdgeAnswer> {
  if (request.path === METRICS_PATH && request.method === 'GET') {
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(edge.metrics()),
    };
  }
  return edge.ingest(request);
}

/** In memory, with a disk that can be away. */
function createEdgeOnDisk(env: EdgeEnv): EdgeUnderTest {
  const { clock, config, disk } = env;
  const store = new MemoryReadingStore({ clock, ...settingsOf(config).edge.dedupe });
  return createEdgeUnderTest(env, new StoreOnDisk(store, disk));
}

/** Our own edge, through the same door as anybody's. It tells the harness of each reading at its commit. */
export const builtinEdge: EdgeFactory = (env) => {
  const { edge, store } = settingsOf(env.config);
  if (store.kind === 'memory') return createEdgeOnDisk(env);
  if (store.kind === 'redis') {
    const shared = sharedStore(env, edge.dedupe, store);
    return createEdgeUnderTest(env, new StoreOnDisk(shared, env.disk));
  }
  return durableStore(env, edge.dedupe, store).then((durable) =>
    createEdgeUnderTest(env, new StoreOnDisk(durable, env.disk)),
  );
};

/**
 * Behind a queue, when it is slow, while it works on a contended row, or until its store is on disk, the edge goes on after a promise; otherwise it
 * answers within the request.
 */
function waits({
  capacity,
  slow,
  contention,
}: Partial<Pick<ScenarioEdge, 'capacity' | 'slow' | 'contention'>>): boolean {
  return (
    (capacity ?? null) !== null ||
    (slow !== undefined && slow.probability > 0) ||
    (contention ?? null) !== null
  );
}

/** Our own edge for one scenario: where nothing in it makes the edge wait, its promises need not be followed. */
export function builtinEdgeFor(scenario: Scenario): EdgeFactory {
  const ever = [scenario.edge, ...scenario.timeline.map(({ edge }) => edge)];
  if (scenario.edge.store.kind !== 'memory' || ever.some(waits)) return builtinEdge;
  const create = ever.some(({ storeOutage = null }) => storeOutage !== null)
    ? createEdgeOnDisk
    : createEdgeUnderTest;
  return (env) => ({ ...create(env), synchronous: true });
}
