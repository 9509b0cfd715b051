import { createEdge, edgeSettingsSchema } from '../../edge/index.ts';
import type { EdgeFactory } from '../host/index.ts';

/** Our own edge, through the same door as anybody's. It tells the harness of each reading at its commit. */
export const builtinEdge: EdgeFactory = ({ clock, random, log, config, stored }) => {
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
    synchronous: true,
    reconfigure: (settings) => edge.reconfigure(edgeSettingsSchema.parse(settings)),
    close: () => edge.close(),
  };
};
