import { EDGE_FAULT_SETTINGS } from '../../edge/settings.ts';
import { programFault } from './fault.ts';
import { shedding } from './signs.ts';
import { retryAfter } from './words.ts';

export const edgeCapacity = programFault({
  name: 'edge.capacity',
  setting: EDGE_FAULT_SETTINGS.capacity,
  heals: false,
  needsLoad: true,
  signs: shedding('capacity'),
  says: ({ ratePerSecond, concurrency, queueLimit, retryAfterMs }) =>
    `capacity ${ratePerSecond}/s × ${concurrency}, queue ${queueLimit}${retryAfter(retryAfterMs)}`,
  asksMs: ({ retryAfterMs }) => retryAfterMs ?? 0,
});
