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

test('the state at an instant depends on nothing that was asked, or was in force, before', () => {
  const other = { goodMeanMs: 1_000, badMeanMs: 1_000 };
  const always = link('a');
  const now: boolean[] = [];
  const late: boolean[] = [];
  for (let second = 0; second < 2_000; second += 1) now.push(always.isBad(second * SECOND_US, DWELLS));
  // First asked after 500 s, and under other dwells in between.
  const changed = link('a');
  for (let second = 500; second < 2_000; second += 1) {
    if (second % 300 === 0) changed.isBad(second * SECOND_US, other);
    late.push(changed.isBad(second * SECOND_US, { ...DWELLS }));
  }
  expect(late).toEqual(now.slice(500));
});
