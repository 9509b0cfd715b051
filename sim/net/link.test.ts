import { describe, expect, test } from 'vitest';
import { KeyedRandom } from '../random/index.ts';
import type { Link } from './link.ts';
import { Links } from './links.ts';

const DWELLS = { goodMeanMs: 30_000, badMeanMs: 10_000 };
const SECOND_US = 1_000_000;

function link(device: string): Link {
  return new Links(new KeyedRandom('link')).of(device, 0);
}

test('a link is bad for its share of time', () => {
  // 10 s of every 40 s on average. Asked each second of 100,000: about 2,500 cycles, so the share's standard error is
  // about 0.25 · 0.75 · √(2/2500) · √2 ≈ 0.0075; four of them are 0.03.
  const asked = link('a');
  let bad = 0;
  for (let second = 0; second < 100_000; second += 1)
    if (asked.isBad(second * SECOND_US, DWELLS, null)) bad += 1;
  expect(Math.abs(bad / 100_000 - 0.25)).toBeLessThan(0.03);
});

test('the state at an instant does not depend on how often the link was asked before', () => {
  const often = link('a');
  const seldom = link('a');
  for (let second = 0; second < 2_000; second += 1) {
    const state = often.isBad(second * SECOND_US, DWELLS, null);
    if (second % 97 === 0) expect(seldom.isBad(second * SECOND_US, DWELLS, null)).toBe(state);
  }
});

test('two links change at different times', () => {
  const states = ['a', 'b'].map((device) => {
    const asked = link(device);
    return Array.from({ length: 500 }, (_, second) => asked.isBad(second * SECOND_US, DWELLS, null));
  });
  expect(states[0]).not.toEqual(states[1]);
});

test('the state at an instant depends on nothing that was asked, or was in force, before', () => {
  const other = { goodMeanMs: 1_000, badMeanMs: 1_000 };
  const always = link('a');
  const now: boolean[] = [];
  const late: boolean[] = [];
  for (let second = 0; second < 2_000; second += 1) now.push(always.isBad(second * SECOND_US, DWELLS, null));
  // First asked after 500 s, and under other dwells in between.
  const changed = link('a');
  for (let second = 500; second < 2_000; second += 1) {
    if (second % 300 === 0) changed.isBad(second * SECOND_US, other, null);
    late.push(changed.isBad(second * SECOND_US, { ...DWELLS }, null));
  }
  expect(late).toEqual(now.slice(500));
});

describe('links that fade together', () => {
  const states = (links: Links, device: string, index: number, cell: string | null): readonly boolean[] =>
    Array.from({ length: 500 }, (_, second) =>
      links.of(device, index).isBad(second * SECOND_US, DWELLS, cell),
    );

  test('are bad at the same time, and other cells at others', () => {
    const links = new Links(new KeyedRandom('link'));
    const together = [links.of('a', 0), links.of('b', 1)];
    for (let second = 0; second < 500; second += 1) {
      const [a, b] = together.map((each) => each.isBad(second * SECOND_US, DWELLS, 'cell-0'));
      expect(a).toBe(b);
    }
    const other = new Links(new KeyedRandom('link'));
    expect(states(other, 'b', 1, 'cell-1')).not.toEqual(
      states(new Links(new KeyedRandom('link')), 'a', 0, 'cell-0'),
    );
  });

  test('do so whoever is there, and whenever first asked', () => {
    const alone = states(new Links(new KeyedRandom('link')), 'a', 0, 'cell-0');
    const late = new Links(new KeyedRandom('link')).of('z', 9);
    expect(
      Array.from({ length: 100 }, (_, second) => late.isBad((400 + second) * SECOND_US, DWELLS, 'cell-0')),
    ).toEqual(alone.slice(400));
  });

  test('may have neighbours in the cell with other dwells, at the same instant', () => {
    const links = new Links(new KeyedRandom('link'));
    const other = { goodMeanMs: 1_000, badMeanMs: 1_000 };
    const mixed = Array.from({ length: 500 }, (_, second) => {
      links.of('b', 1).isBad(second * SECOND_US, other, 'cell-0');
      return links.of('a', 0).isBad(second * SECOND_US, DWELLS, 'cell-0');
    });
    expect(mixed).toEqual(states(new Links(new KeyedRandom('link')), 'a', 0, 'cell-0'));
  });
});
