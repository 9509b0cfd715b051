import type { FrontSettings, GatewaySettings } from '../gateway-settings.ts';

/** Nothing is played in front of the edge. */
export const QUIET_GATEWAY: FrontSettings & GatewaySettings = {
  overload: { probability: 0, retryAfterMs: null },
  capacity: null,
  rateLimit: null,
  slow: { probability: 0, minMs: 0, maxMs: 0, stage: 'before-commit' },
  contention: null,
  errors: null,
  retryAfter: null,
};
