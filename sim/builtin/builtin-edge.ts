import { createEdge, edgeSettingsSchema } from '../../edge/index.ts';
import type { EdgeEnv, EdgeFactory, EdgeUnderTest } from '../host/index.ts';
import type { EdgeSettings, Scenario } from '../scenario/index.ts';

function createEdgeUnderTest({ clock, random, log, config, stored }: EdgeEnv): EdgeUnderTest {
  const edge = createEdge({
    settings: edgeSettingsSchema.parse(config),
    clock,
    random,
    log,
    onStored: stored,
    sendDate: false,
  });
  return {
    handler: edge.handler,
    accepted: 'as-it-happens',
    reconfigure: (settings) => edge.reconfigure(edgeSettingsSchema.parse(settings)),
    close: () => edge.close(),
  };
}

/** Our own edge, through the same door as anybody's. It tells the harness of each reading at its commit. */
export const builtinEdge: EdgeFactory = (env) => createEdgeUnderTest(env);

/** Behind a queue, or when it is slow, the edge goes on after a promise; otherwise it answers within the request. */
function waits({ capacity, slow }: Partial<Pick<EdgeSettings, 'capacity' | 'slow'>>): boolean {
  return (capacity ?? null) !== null || (slow !== undefined && slow.probability > 0);
}

/** Our own edge for one scenario: where nothing in it makes the edge wait, its promises need not be followed. */
export function builtinEdgeFor(scenario: Scenario): EdgeFactory {
  const everWaits = [scenario.edge, ...scenario.timeline.map(({ edge }) => edge)].some(waits);
  return everWaits ? builtinEdge : (env) => ({ ...createEdgeUnderTest(env), synchronous: true });
}
