import { expect, test } from 'vitest';
import { spanWarnings } from './span-warnings.ts';

test('a run that is shorter than the retries of one reading says whom that flatters', () => {
  const span = { fromMs: 0, untilMs: 60_000, end: 'short', horizonMs: 61_000 } as const;
  expect(spanWarnings(span)).toEqual([
    expect.stringContaining('a policy that waits longer meets fewer faults'),
  ]);
  expect(spanWarnings({ ...span, end: 'horizon' })).toEqual([]);
});
