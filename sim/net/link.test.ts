import { expect, test } from 'vitest';
import { KeyedRandom, OwnerStreams } from '../random/index.ts';
import { Link } from './link.ts';

const DWELLS = { goodMeanMs: 30_000, badMeanMs: 10_000 };
const SECOND_US = 1_000_000;

function link(device: string): Link {
  return new Link(new OwnerStreams(new KeyedRandom('link'), device));
}

test('a link is bad for its share of time', () => {
  // 10 s of every 40 s on average. Asked each second of 100,000: about 2,500 cycles, so the share's standard error is
  // about 0.25 · 0.75 · √(2/2500) · √2 ≈ 0.0075; four of them are 0.03.
  const asked = link('a');
  let bad = 0;
  for (let second = 0; second < 100_000; second += 1) if (asked.isBad(second * SECOND_US, DWELLS)) bad += 1;
  expect(Math.abs(bad / 100_000 - 0.25)).toBeLessThan(0.03);
});

test('the state at an instant does not depend on how often the link was asked before', () => {
  const often = link('a');
  const seldom = link('a');
  for (let second = 0; second < 2_000; second += 1) {
    const state = often.isBad(second * SECOND_US, DWELLS);
    if (second % 97 === 0) expect(seldom.isBad(second * SECOND_US, DWELLS)).toBe(state);
  }
});

test('two links change at different times', () => {
  const states = ['a', 'b'].map((device) => {
    const asked = link(device);
    return Array.from({ length: 500 }, (_, second) => asked.isBad(second * SECOND_US, DWELLS));
  });
  expect(states[0]).not.toEqual(states[1]);
});
