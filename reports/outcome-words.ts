import type { Outcome } from '../sim/run/result.ts';
import type { Tone } from './paint.ts';

/** What a report calls an outcome. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, readonly [word: string, tone: Tone]>> = {
  passed: ['PASSED', 'good'],
  violated: ['VIOLATED', 'bad'],
  stalled: ['STALLED', 'warn'],
  'limit-hit': ['LIMIT HIT', 'warn'],
  crashed: ['CRASHED', 'bad'],
  inconclusive: ['INCONCLUSIVE', 'warn'],
  unsupported: ['UNSUPPORTED', 'warn'],
};
