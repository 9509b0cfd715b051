import { expect, test } from 'vitest';
import { reachOfChance } from './chance.ts';

test('where many outcomes are expected it is near four standard deviations and a half', () => {
  // n = 1,000,000, p = 0.5: the standard deviation is 500; √(2 · ln 30,000) = 4.54 of them are 2,270, and ln 30,000 / 3 is 3.4.
  expect(reachOfChance(1_000_000, 0.5)).toBeCloseTo(2273.9, 0);
});

test('where hardly one is expected it still allows a few', () => {
  // n = 40, p = 0.001: four standard deviations would be 0.8, less than one. 2/3 of ln 30,000 is 6.87, and a little more.
  expect(reachOfChance(40, 0.001)).toBeCloseTo(6.99, 1);
});

test('what chance reaches is all but never beyond it', () => {
  // 200 coins, by the exact binomial distribution: P(|X − 100| > 35.4) is far below one in 30,000, to each side.
  const reach = reachOfChance(200, 0.5);
  let beyond = 0;
  let term = 0.5 ** 200;
  for (let heads = 0; heads <= 200; heads += 1) {
    if (heads - 100 > reach) beyond += term;
    term *= (200 - heads) / (heads + 1);
  }
  expect(beyond).toBeLessThan(1 / 30_000);
  expect(beyond).toBeGreaterThan(0);
});

test('of what is certain nothing deviates, but for the part that does not depend on it', () => {
  expect(reachOfChance(1_000, 1)).toBe(reachOfChance(1, 0));
});
