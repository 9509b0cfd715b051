import { expect, test } from 'vitest';
import { isShed } from './probability.ts';
import { slownessMs } from './slowness.ts';

const drawing = (numbers: Readonly<Record<string, number>>) => ({
  draw: (purpose: string): number => {
    const number = numbers[purpose];
    if (number === undefined) throw new Error(`nobody expected a draw of ${purpose}`);
    return number;
  },
});

test.for([
  { probability: 0.25, draw: 0.2499, shed: true },
  { probability: 0.25, draw: 0.25, shed: false },
  { probability: 1, draw: 0.9999, shed: true },
])('a probability of $probability sheds a draw of $draw: $shed', ({ probability, draw, shed }) => {
  expect(isShed(probability, drawing({ overload: draw }))).toBe(shed);
});

test('faults that are off draw nothing', () => {
  expect(isShed(0, drawing({}))).toBe(false);
  expect(slownessMs({ probability: 0, minMs: 1, maxMs: 2, stage: 'before-commit' }, drawing({}))).toBe(0);
});

test.for([
  { slow: 0.5, delay: 0.5, delayMs: 0 },
  { slow: 0.49, delay: 0, delayMs: 100 },
  // 100 + 0.75 · (300 - 100)
  { slow: 0.49, delay: 0.75, delayMs: 250 },
])('a slowness of 50 % drawn as $slow and $delay holds for $delayMs ms', ({ slow, delay, delayMs }) => {
  const settings = { probability: 0.5, minMs: 100, maxMs: 300, stage: 'after-commit' } as const;
  expect(slownessMs(settings, drawing({ slow, 'slow-delay': delay }))).toBe(delayMs);
});
