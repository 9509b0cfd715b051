import { expect, test } from 'vitest';
import { Calendar, WORLD_OWNER } from './calendar.ts';
import { Kernel } from './kernel.ts';

/** Later entries first: as unlike insertion as can be. */
const BACKWARDS = (owner: number, _atUs: number, inserted: number): number => 1 / (2 + (owner || inserted));

function put(calendar: Calendar, entries: readonly (readonly [name: string, atUs: number, owner: number])[]) {
  const names: string[] = [];
  for (const [name, atUs, owner] of entries) calendar.push(atUs, () => void names.push(name), owner);
  for (let run = calendar.pop(); run !== undefined; run = calendar.pop()) run();
  return names;
}

test('without a rank entries of one time come as they were put in', () => {
  const calendar = new Calendar();
  expect(put(calendar, [['a', 5, 0], ['b', 5, 2], ['c', 5, WORLD_OWNER], ['d', 1, 0]])).toEqual(['d', 'a', 'b', 'c']); // oxfmt-ignore
});

test('with a rank they come in its order, and times in theirs', () => {
  const calendar = new Calendar(BACKWARDS);
  // Ranks 1/2, 1/3, 1/4 of the three at 5 µs.
  expect(put(calendar, [['a', 5, 0], ['b', 5, 0], ['c', 5, 0], ['late', 6, 0]])).toEqual(['c', 'b', 'a', 'late']); // oxfmt-ignore
});

test('what one owner put in for one time keeps its order, and the world comes first', () => {
  const calendar = new Calendar(BACKWARDS);
  expect(
    put(calendar, [
      ['first of 1', 5, 1],
      ['first of 2', 5, 2],
      ['second of 1', 5, 1],
      ['the world', 5, WORLD_OWNER],
      ['second of 2', 5, 2],
    ]),
    // Owner 2 has rank 1/4, owner 1 has 1/3.
  ).toEqual(['the world', 'first of 2', 'second of 2', 'first of 1', 'second of 1']);
});

test('a kernel counts entries that ran at the instant of the one before', async () => {
  const kernel = new Kernel({
    limits: { events: 100, virtualUs: 1_000, wallMs: 60_000 },
    wallMs: () => 0,
    settle: async () => null,
    breathe: async () => {},
    outside: null,
  });
  for (const atUs of [1, 5, 5, 5, 7, 9, 9]) kernel.at(atUs, () => {});
  await kernel.run();
  // Two of those at 5 and one of those at 9.
  expect(kernel.ties).toBe(3);
});
