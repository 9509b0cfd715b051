import { expect, test } from 'vitest';
import { reasonOf } from './reason-of.ts';

test('what was thrown is told in its own words, or in those of what it is made of', () => {
  expect(reasonOf(new Error('too late'))).toBe('too late');
  expect(reasonOf('late')).toBe('late');
  expect(reasonOf(new AggregateError([new Error('::1 refused'), 'and the other']))).toBe(
    '::1 refused; and the other',
  );
  expect(reasonOf(new AggregateError([new Error('one')], 'all of them'))).toBe('all of them');
});
