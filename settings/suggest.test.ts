import { expect, test } from 'vitest';
import { didYouMean, suggest } from './suggest.ts';

const CANDIDATES = ['retries', 'edge.overload', 'network.loss', 'full-jitter', 'exponential-jitter', 'base'];

test.for([
  ['retriess', 'retries'],
  ['Retries', 'retries'],
  ['overload', 'edge.overload'],
  ['edge.overlaod', 'edge.overload'],
  ['fullJitter', 'full-jitter'],
  ['FULL_JITTER', 'full-jitter'],
  ['bsae', 'base'],
  ['bas', 'base'],
  ['temperature', undefined],
  ['', undefined],
  ['r'.repeat(10_000), undefined],
] as const)('for %s it says %s', ([word, suggestion]) => {
  expect(suggest(word, CANDIDATES)).toBe(suggestion);
});

test('the sentence is null where nothing is near', () => {
  expect(didYouMean('retriess', CANDIDATES)).toBe('did you mean retries?');
  expect(didYouMean('temperature', CANDIDATES)).toBeNull();
});
