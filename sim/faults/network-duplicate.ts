import { chance, delay } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { PASS } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { share, span } from './words.ts';

/** The network delivers a request twice; the second time possibly after newer readings. */
export const networkDuplicate = networkFault({
  name: 'network.duplicate',
  setting: chance(
    'The network delivers a copy of a request later, evenly from min to max after it.',
    'How likely a request is copied',
    {
      min: delay('The least time from the request to its copy', { standard: '0s' }),
      max: delay('The most time from the request to its copy', { standard: '1s' }),
    },
  ),
  stage: 'copy',
  heals: true,
  onRequest: ({ probability, minMs, maxMs }, passage) => {
    if (!passage.happens('network.duplicate', probability)) return PASS;
    const afterMs = minMs + passage.draw('network.duplicate/after') * (maxMs - minMs);
    return { kind: 'duplicate', afterUs: usFromMs(afterMs) };
  },
  // The answer to a copy goes to nobody: no client can see it.
  signs: () => ({ inEffect: { request_delivered: (event) => event.copy > 0 } }),
  says: ({ probability, ...range }) => `duplicate ${share(probability)} after ${span(range)}`,
  copiesMs: ({ maxMs }) => maxMs,
});
