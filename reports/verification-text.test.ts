import { expect, test } from 'vitest';
import type { Verification } from '../sim/explore/verification.ts';
import { verificationSummary } from './verification-text.ts';

const PAGE = { columns: 80, colour: false };
const same = (seed: string): Verification => ({
  scenario: 'calm',
  seed,
  kind: 'same',
  fingerprint: 'f',
  runs: 4,
});
const inconclusive: Verification = { scenario: 'calm', seed: '2', kind: 'inconclusive', why: 'time' };

test.for([
  [[same('1'), same('2')], 2, /^DETERMINISTIC {2}2 runs: /],
  [[same('1')], 3, /^INTERRUPTED {2}1 run verified, and none went apart; 2 more interrupted/],
  [[], 3, /^INTERRUPTED {2}0 runs verified, and none went apart; 3 more/],
  [[same('1'), inconclusive], 3, /^INCONCLUSIVE {2}1 of 2 runs could not be compared; 1 more interrupted/],
  [[inconclusive], 1, /^INCONCLUSIVE {2}1 of 1 run could not be compared$/],
] as const)('%# of those that were planned', ([done, planned, said]) => {
  expect(verificationSummary(done, { ...PAGE, planned }).replaceAll(/\n\s+/g, ' ')).toMatch(said);
});
