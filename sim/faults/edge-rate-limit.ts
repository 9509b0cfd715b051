import { EDGE_FAULT_SETTINGS } from '../../edge/settings.ts';
import { programFault } from './fault.ts';

function slowest(ratePerSecond: number | null, total: { readonly ratePerSecond: number } | null): number {
  return Math.min(ratePerSecond ?? Infinity, total?.ratePerSecond ?? Infinity);
}

export const edgeRateLimit = programFault({
  name: 'edge.rateLimit',
  setting: EDGE_FAULT_SETTINGS.rateLimit,
  heals: false,
  needsLoad: true,
  signs: (fault) => ({
    injected: { request_answered: (event) => event.status === 429 && event.source === 'edge' },
    inEffect: {
      request_answered: (event, scene) =>
        event.status === 429 && (event.copy > 0 || scene.reach(event, fault)),
    },
    seen: { answer_delivered: (event, scene) => event.status === 429 && scene.see(event, fault) },
  }),
  says: ({ ratePerSecond, burst, total }) =>
    [
      ...(ratePerSecond === null ? [] : [`rate limit ${ratePerSecond}/s, burst ${burst}`]),
      ...(total === null
        ? []
        : [`rate limit of all together ${total.ratePerSecond}/s, burst ${total.burst}`]),
    ].join(', '),
  // The time until the next token, in whole seconds as the header has it.
  asksMs: ({ ratePerSecond, total }) => 1_000 * Math.ceil(1 / slowest(ratePerSecond, total)),
});
