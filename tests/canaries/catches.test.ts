import { expect, test } from 'vitest';
import { CANARIES } from './canaries.ts';
import { batchProgress } from '../batch-progress.ts';
import { catchesOf, HEAD, isGoodEnough, medianOf, rowOf, runsOf, worstOf } from './catches.ts';
import type { Canary } from './canary.ts';

function caughtBy(...seeds: readonly string[]) {
  return async (_canary: Canary, seed: string): Promise<boolean> => seeds.includes(seed);
}

const [CANARY] = CANARIES;

test('hunts begin at seeds 1, 21 and 41, and end with the first catch', async () => {
  if (CANARY === undefined) throw new Error('There are no canaries.');
  const catches = await catchesOf(CANARY, caughtBy('2', '3', '21', '45'));
  expect(catches.seeds).toEqual([2, 1, 5]);
  expect([medianOf(catches), worstOf(catches)]).toEqual([2, 5]);
  // 2 + 1 + 5.
  expect(runsOf(catches)).toBe(8);
  expect(isGoodEnough(catches)).toBe(true);
});

test('who gets away once, or takes four seeds in the median, is not caught well enough', async () => {
  if (CANARY === undefined) throw new Error('There are no canaries.');
  const away = await catchesOf(CANARY, caughtBy('1', '21'));
  expect(away.seeds).toEqual([1, 1, null]);
  // Who gets away has taken all 20.
  expect(runsOf(away)).toBe(22);
  expect(isGoodEnough(away)).toBe(false);
  expect(rowOf(away)).toMatch(/ {3}1 {2}no$/);
  expect(isGoodEnough(await catchesOf(CANARY, caughtBy('4', '24', '44')))).toBe(false);
});

test('no line is wider than 80 columns', () => {
  for (const canary of CANARIES) expect(rowOf({ canary, seeds: [1, 20, 20] }).length).toBeLessThanOrEqual(80);
  expect(HEAD.length).toBeLessThanOrEqual(80);
});

test('a long batch tells what is done, of how many, and how many runs stand behind it', () => {
  const lines: string[] = [];
  const progress = batchProgress(10, (line) => lines.push(line));
  progress.done('edge has no dedupe: caught', 3);
  progress.done('edge never evicts a key: caught', 1_200);
  expect(lines).toEqual([
    ' 1/10  edge has no dedupe: caught (3 runs so far)',
    ' 2/10  edge never evicts a key: caught (1,203 runs so far)',
  ]);
  expect(progress.runs).toBe(1_203);
});
