import { cellOf, cells, delay, ratio, section, switched } from '../../settings/index.ts';
import type { Cells } from '../../settings/index.ts';
import { LOSE, PASS } from '../net/index.ts';
import type { Dwells, Passage } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { share, time, together } from './words.ts';

interface Burst extends Dwells {
  readonly goodLoss: number;
  readonly badLoss: number;
  readonly shared: Cells;
}

function isLost(purpose: string, burst: Burst, passage: Passage): boolean {
  const { link, nowUs } = passage;
  const isBad = link.isBad(nowUs, burst, cellOf(burst.shared, passage));
  return passage.happens(purpose, isBad ? burst.badLoss : burst.goodLoss);
}

/**
 * Losses come in bursts, both ways. Source: Gilbert (1960) and Elliott (1963), with the chain stepped by time
 * instead of by packet.
 */
export const networkBurstLoss = networkFault({
  name: 'network.burstLoss',
  setting: switched(
    section(
      'Losses come in bursts, both ways (Gilbert-Elliott): each link is good or bad for exponentially distributed times.',
      {
        goodMean: delay('How long a link stays good, on average', {
          minMs: 1,
          standard: '30s',
          usual: [500, 60_000],
        }),
        badMean: delay('How long a link stays bad, on average', {
          minMs: 1,
          standard: '3s',
          usual: [100, 10_000],
        }),
        goodLoss: ratio('How likely a request is lost while the link is good', { standard: '0%' }),
        badLoss: ratio('How likely a request is lost while the link is bad', { standard: '100%' }),
        shared: cells(
          'Whose links are good and bad together, as under one cloud; what is lost then each draws for itself',
        ),
      },
      { ordered: [{ low: 'goodLoss', high: 'badLoss', hint: 'swap them' }] },
    ),
  ),
  stage: 'loss',
  heals: true,
  outcome: 'request lost',
  onRequest: (burst, passage) => (isLost('network.burstLoss/request', burst, passage) ? LOSE : PASS),
  onAnswer: (burst, passage) => (isLost('network.burstLoss/answer', burst, passage) ? LOSE : PASS),
  signs: ending,
  says: ({ badLoss, badMeanMs, goodLoss, goodMeanMs, shared }) =>
    `bursts: loss ${share(badLoss)} for ${time(badMeanMs)}, ${share(goodLoss)} for ${time(goodMeanMs)}${together(shared)}`,
});
