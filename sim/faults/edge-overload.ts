import { EDGE_FAULT_SETTINGS } from '../../edge/settings.ts';
import { programFault } from './fault.ts';
import { shedding } from './signs.ts';
import { retryAfter, share } from './words.ts';

export const edgeOverload = programFault({
  name: 'edge.overload',
  setting: EDGE_FAULT_SETTINGS.overload,
  draws: ['overload'],
  heals: true,
  signs: shedding('probability'),
  says: ({ probability, retryAfterMs }) => `overload ${share(probability)}${retryAfter(retryAfterMs)}`,
  asksMs: ({ retryAfterMs }) => retryAfterMs ?? 0,
});
