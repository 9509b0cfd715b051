import { EDGE_FAULT_SETTINGS } from '../../edge/settings.ts';
import { programFault } from './fault.ts';
import { unavailable } from './signs.ts';
import { retryAfter, span } from './words.ts';

export const edgeContention = programFault({
  name: 'edge.contention',
  setting: EDGE_FAULT_SETTINGS.contention,
  heals: false,
  needsLoad: true,
  signs: unavailable((event) => event.event === 'contention_simulated'),
  says: ({ retryAfterMs, ...range }) =>
    `contention for one row, work ${span(range)}${retryAfter(retryAfterMs)}`,
  asksMs: ({ retryAfterMs }) => retryAfterMs ?? 0,
});
