import { expect, test } from 'vitest';
import { runsWarnings } from './runs-warnings.ts';

test('names the first run of each kind of warning, and counts the kinds beyond five', () => {
  const of = (text: string, runs: number) => ({ text, scenario: 'storm', seed: '7', runs });
  expect(runsWarnings([of('one', 1), of('two', 3), of('three', 2)])).toEqual([
    'one (storm, seed 7)',
    'two (storm, seed 7, and 2 other runs)',
    'three (storm, seed 7, and 1 other run)',
  ]);
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((text) => of(text, 1));
  expect(runsWarnings(many).slice(5)).toEqual(['and 2 other kinds of warning']);
});
