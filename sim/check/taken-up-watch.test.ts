import { describe, expect, test } from 'vitest';
import * as script from '../ledger/testing/script.ts';
import { at, born, deliveredReading } from '../ledger/testing/script.ts';
import type { TraceEvent } from '../trace/event.ts';
import { drainsAfterHeal } from './drains-after-heal.ts';
import { everyReadingAccountedFor } from './every-reading-accounted-for.ts';
import { retryBudget } from './retry-budget.ts';
import { judge, messagesOf } from './testing/judge.ts';

const PARKED = script.logged('telemetry_parked', 0);

/** Attempt `attempt` of reading 0, refused at once, after which the device parks it. */
function refusedAndParked(seconds: number, attempt: number): readonly TraceEvent[] {
  return at(seconds, script.sent(0, attempt), script.heard(0, 503, attempt), PARKED);
}

const parked = [...at(0, born(0)), ...refusedAndParked(0, 0)];
const acknowledged = at(20, script.heard(0, 200, 1), script.logged('telemetry_acknowledged', 0));

describe('a reading that is parked and sent again', () => {
  const lawful = [...parked, ...deliveredReading(1, 10), ...at(11, script.sent(0, 1)), ...acknowledged];

  test('has one end', () => {
    const trace = [...lawful, ...at(30, script.stopped([]))];
    expect(judge(everyReadingAccountedFor, trace)).toMatchObject({ kind: 'held', observations: 2 });
  });

  test('has a budget of its own from then on, and no delay to keep after an acknowledgement', () => {
    // One attempt before it was parked and one after it, whenever that was.
    expect(judge(retryBudget, lawful)).toMatchObject({ kind: 'held', observations: 3 });
  });

  test('has no more attempts than the policy allows before it is parked once more', () => {
    // Six are allowed, at pauses of at most 1.5, 3, 6, 12 and 24 s.
    const attempts = [10, 11, 13, 17, 25, 41, 73].flatMap((seconds, index) =>
      at(seconds, script.sent(0, index + 1), script.heard(0, 503, index + 1)),
    );
    expect(messagesOf(judge(retryBudget, [...parked, ...attempts]))).toEqual([
      'attempt 7 since the last boot sent at 73s; exponential-jitter allows 6',
    ]);
  });

  test('may still be given up, once', () => {
    const trace = [...parked, ...at(60, script.logged('packet_dropped', 0)), ...at(70, PARKED)];
    expect(messagesOf(judge(everyReadingAccountedFor, [...trace, ...at(80, script.stopped([]))]))).toEqual([
      'ended twice: dropped, then parked at 70s',
    ]);
  });
});

describe('with nothing acknowledged in between', () => {
  // The longest delay of the policy is 16 s and a half of it: 24 s.
  test.for([
    ['at once and 24 s later', [0, 24], 'held'],
    ['24 and 48 s later', [24, 48], 'held'],
    ['at once and again', [0, 1], 'violated'],
    ['twice within 24 s', [10, 23], 'violated'],
  ] as const)('it is taken up %s: %s', ([, instants, kind]) => {
    const trace = [...parked, ...instants.flatMap((second, index) => refusedAndParked(second, index + 1))];
    expect(judge(retryBudget, trace).kind).toBe(kind);
  });

  test('what is wrong is said', () => {
    const trace = [...parked, ...refusedAndParked(0, 1), ...refusedAndParked(1, 2)];
    expect(messagesOf(judge(retryBudget, trace))).toEqual([
      'the attempt at 1s was parked: taken up 2 times since 0s with nothing acknowledged in between; exponential-jitter allows it once in 24s',
    ]);
  });
});

describe('a reading that is still parked at the end', () => {
  const heal = at(30, script.phase('heal'));

  test('waits lawfully for an acknowledgement that never came', () => {
    const trace = [...parked, ...heal, ...at(90, script.stopped([0]))];
    expect(judge(drainsAfterHeal, trace).kind).toBe('held');
    expect(judge(everyReadingAccountedFor, trace).kind).toBe('held');
  });

  test.for([[[0]], [null]] as const)('waits too long after one that came (waiting: %j)', ([waiting]) => {
    const trace = [...parked, ...heal, ...deliveredReading(1, 40), ...at(90, script.stopped(waiting))];
    expect(messagesOf(judge(drainsAfterHeal, trace))).toEqual([
      'still open 60s after the faults ended (bound 60s), parked since 0s, though the device was given an acknowledgement after that; 1 attempt',
    ]);
  });

  test('is lost when the device does not list it as waiting', () => {
    const trace = [...parked, ...heal, ...at(90, script.stopped([]))];
    expect(messagesOf(judge(everyReadingAccountedFor, trace))).toEqual([
      'lost: generated at 0s, sent 1 time, parked at 0s, and the device does not list it as waiting any more',
    ]);
  });
});
