import { expect, test } from 'vitest';
import { Challenges } from './challenges.ts';

const OLD = { authorization: 'Bearer old' };
const NEW = { authorization: 'Bearer new' };

test.for([
  ['other credentials after a 401', 401, OLD, NEW, true],
  ['credentials where there were none', 401, {}, NEW, true],
  ['the same credentials', 401, OLD, OLD, false],
  ['none where there were some', 401, OLD, {}, false],
  ['other credentials after another answer', 403, OLD, NEW, false],
] as const)('what a 401 asked for: %s', ([, status, before, after, isMet]) => {
  const challenges = new Challenges();
  challenges.answered(7, before, status);
  expect(challenges.isMetBy(8, after)).toBe(false);
  expect(challenges.isMetBy(null, after)).toBe(false);
  expect(challenges.isMetBy(7, after)).toBe(isMet);
  expect(challenges.isMetBy(7, after)).toBe(false);
});
