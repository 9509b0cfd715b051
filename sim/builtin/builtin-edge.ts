import { createEdge, parseEdgeSettings } from '../../edge/index.ts';
import type { Edge } from '../../edge/index.ts';
import { METRICS_PATH } from '../../protocol/index.ts';
import type { EdgeAnswer, EdgeEnv, EdgeFactory, EdgeRequest, EdgeUnderTest } from '../../ports/index.ts';
import type { EdgeSettings, Scenario } from '../scenario/index.ts';

function createEdgeUnderTest({ clock, random, log, config, stored }: EdgeEnv): EdgeUnderTest {
  const edge = createEdge({
    settings: parseEdgeSettings(config),
    clock,
    random,
    log,
    onStored: stored,
    sendDate: false,
  });
  return {
    handler: edge.handler,
    exchange: (request) => exchangeOf(edge, request),
    accepted: 'as-it-happens',
    reconfigure: (settings) => edge.reconfigure(parseEdgeSettings(settings)),
    close: () => edge.close(),
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

/** Our own edge, through the same door as anybody's. It tells the harness of each reading at its commit. */
export const builtinEdge: EdgeFactory = (env) => createEdgeUnderTest(env);

/**
 * Behind a queue, when it is slow, or while it works on a contended row, the edge goes on after a promise; otherwise it
 * answers within the request.
 */
function waits({
  capacity,
  slow,
  contention,
}: Partial<Pick<EdgeSettings, 'capacity' | 'slow' | 'contention'>>): boolean {
  return (
    (capacity ?? null) !== null ||
    (slow !== undefined && slow.probability > 0) ||
    (contention ?? null) !== null
  );
}

/** Our own edge for one scenario: where nothing in it makes the edge wait, its promises need not be followed. */
export function builtinEdgeFor(scenario: Scenario): EdgeFactory {
  const everWaits = [scenario.edge, ...scenario.timeline.map(({ edge }) => edge)].some(waits);
  return everWaits ? builtinEdge : (env) => ({ ...createEdgeUnderTest(env), synchronous: true });
}
