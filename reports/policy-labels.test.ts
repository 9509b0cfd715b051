import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyLabels } from './policy-labels.ts';
import { widthOf } from './text-width.ts';

function labelsOf(names: readonly string[], width: number): readonly string[] {
  return policyLabels(names, width).map(({ label }) => label);
}

test('a name that fits stays as it is', () => {
  expect(policyLabels(['full-jitter'], 20)).toEqual([
    { policy: 'full-jitter', label: 'full-jitter', shortened: false },
  ]);
});

test('of a path the end stays, as many folders as fit', () => {
  const path = './experiments/2026/backoff/policies/gentle-restart.ts';
  // `…/policies/gentle-restart.ts` has 2 + 8 + 1 + 17 = 28 characters.
  expect(labelsOf([path], 28)).toEqual(['…/policies/gentle-restart.ts']);
  expect(labelsOf([path], 27)).toEqual(['…/gentle-restart.ts']);
  expect(labelsOf([path], 18)).toEqual(['gentle-restart.ts']);
  expect(labelsOf([path], 14)).toEqual(['gentle-restart']);
  expect(labelsOf([path], 10)).toEqual(['gentle-re…']);
});

test('two files of the same name in different folders are told apart', () => {
  const labels = policyLabels(['./experiments/a/backoff.ts', './experiments/b/backoff.ts'], 14);
  expect(labels.map(({ label }) => label)).toEqual(['…/a/backoff.ts', '…/b/backoff.ts']);
  expect(labelsOf(['./experiments/a/backoff.ts', './experiments/b/backoff.ts'], 12)).toEqual([
    '…/backoff.ts',
    'backoff.ts~2',
  ]);
});

test('labels are all different and never too wide, whatever the names', () => {
  const name = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(name, fc.constantFrom('aaaaaaaaaaaa/b', 'aaaaaaaaaaab/b')), { maxLength: 8 }),
      fc.integer({ min: 8, max: 30 }),
      (names, width) => {
        const labels = labelsOf(names, width);
        expect(new Set(labels).size).toBe(names.length);
        for (const label of labels) expect(widthOf(label)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
