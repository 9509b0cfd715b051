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
  return { clock, said, answered, endTurn: () => ends.splice(0).forEach((end) => end()) };
}

test('who is answered in a long turn is not read from before the next', () => {
  const { clock, said, answered, endTurn } = openTurns();
  answered('a');
  clock.advance(201);
  answered('b');
  answered('c');
  expect(said).toStrictEqual(['b waits', 'c waits']);
  endTurn();
  expect(said.slice(2)).toStrictEqual(['b goes on', 'c goes on']);
});

test('in turns that are short nobody waits, however many there are', () => {
  const { clock, said, answered, endTurn } = openTurns();
  for (let turn = 0; turn < 3; turn += 1) {
    answered('a');
    clock.advance(200);
    answered('b');
    endTurn();
  }
  expect(said).toStrictEqual([]);
});
