import { as, count, orNone, section, switched } from '../../settings/index.ts';
import { PASS } from '../net/index.ts';
import type { Passage, Verdict } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { delayingBothWays } from './signs.ts';

const US_PER_SECOND = 1_000_000;

const RATE = { min: 1, max: 1e12, usual: [500, 50_000] } as const;

/** How long a body takes to leave, behind those that left the same end before it. */
function queued(way: 'requests' | 'answers', bytesPerSecond: number | null, passage: Passage): Verdict {
  if (bytesPerSecond === null) return PASS;
  const { link, nowUs, bytes } = passage;
  const startUs = Math.max(nowUs, link.busyUntilUs[way]);
  link.busyUntilUs[way] = startUs + Math.ceil((bytes * US_PER_SECOND) / bytesPerSecond);
  return { kind: 'delay', us: link.busyUntilUs[way] - nowUs };
}

/** Requests leave a device one after another, each taking its size over the link's rate; so do answers, where they must. */
export const networkBandwidth = networkFault({
  name: 'network.bandwidth',
  setting: switched(
    section(
      "Of each device's link: requests queue behind one another, and answers behind one another.",
      {
        bytesPerSecond: orNone(
          count('Bytes per second of requests', { ...RATE, required: true, example: '1000' }),
        ),
        answers: as(
          'answerBytesPerSecond',
          orNone(count('Bytes per second of answers; none: as many as come', { ...RATE, standard: 'none' })),
        ),
      },
      { short: 'bytesPerSecond' },
    ),
  ),
  stage: 'queue',
  drawn: false,
  heals: false,
  needsLoad: true,
  onRequest: ({ bytesPerSecond }, passage) => queued('requests', bytesPerSecond, passage),
  onAnswer: ({ answerBytesPerSecond }, passage) => queued('answers', answerBytesPerSecond, passage),
  signs: delayingBothWays,
  says: ({ bytesPerSecond, answerBytesPerSecond }) =>
    [
      ...(bytesPerSecond === null ? [] : [`${bytesPerSecond} bytes/s`]),
      ...(answerBytesPerSecond === null ? [] : [`answers ${answerBytesPerSecond} bytes/s`]),
    ].join(', '),
});
