import { delay, orNone, section, switched } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { answeredAmiss } from './signs.ts';
import { retryAfter } from './words.ts';

/**
 * Where an edge has its disk from the harness, that is away, and what the edge answers is up to it. What any other edge
 * stores in can't be reached: then something in front of it answers as an edge should whose store is away.
 */
export const edgeStoreOutage = hostFault({
  name: 'edge.storeOutage',
  setting: switched(
    section(
      'What the edge stores in is away: our own store, and the disk of the port, fail whoever asks them. In front of an edge that uses neither, 503 is answered in its place.',
      {
        retryAfter: orNone(
          delay('What Retry-After asks for where 503 is answered in place of the edge; none: no header', {
            standard: '1s',
          }),
        ),
      },
      { short: 'retryAfter' },
    ),
  ),
  heals: true,
  signs: answeredAmiss,
  says: ({ retryAfterMs }) => `store away${retryAfter(retryAfterMs)}`,
  asksMs: ({ retryAfterMs }) => retryAfterMs ?? 0,
});
