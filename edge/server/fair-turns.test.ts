import { expect, test } from 'vitest';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import { FairTurns } from './fair-turns.ts';

function openTurns() {
  const clock = new FakeClock();
  const ends: (() => void)[] = [];
  const turns = new FairTurns(clock, (then) => ends.push(then));
  const said: string[] = [];
  const answered = (name: string): void =>
    turns.answered({ pause: () => said.push(`${name} waits`), resume: () => said.push(`${name} goes on`) });
  const endTurn = (): void => ends.splice(0).forEach((end) => end());
  return { clock, said, turns, answered, endTurn, hasEnded: () => ends.length === 0 };
}

test('who is answered in a long turn is not read from before the next, and in the next is served once', () => {
  const { clock, said, answered, endTurn, hasEnded } = openTurns();
  answered('a');
  // 50 ms are not long.
  clock.advance(50);
  answered('b');
  clock.advance(1);
  answered('c');
  expect(said.splice(0)).toStrictEqual(['c waits']);
  endTurn();
  expect(said.splice(0)).toStrictEqual(['c goes on']);
  answered('a');
  expect(said.splice(0)).toStrictEqual(['a waits']);
  endTurn();
  // That turn was short: it is over.
  answered('a');
  expect(said).toStrictEqual(['a goes on']);
  endTurn();
  expect(hasEnded()).toBe(true);
});

test('newcomers come before who is answered, for a while', () => {
  const { clock, said, turns, answered, endTurn } = openTurns();
  answered('a');
  clock.advance(51);
  answered('b');
  for (let newcomer = 0; newcomer < 3; newcomer += 1) {
    turns.connected();
    endTurn();
  }
  expect(said).toStrictEqual(['b waits']);
  // 200 ms after the first of these turns the newcomers wait.
  clock.advance(200);
  turns.connected();
  endTurn();
  expect(said).toStrictEqual(['b waits', 'b goes on']);
});

test('in turns that are short nobody waits, however many come', () => {
  const { clock, said, turns, answered, endTurn } = openTurns();
  for (let turn = 0; turn < 3; turn += 1) {
    turns.connected();
    answered('a');
    clock.advance(50);
    answered('b');
    endTurn();
  }
  expect(said).toStrictEqual([]);
});
