import { expect, test } from 'vitest';
import type { TraceEvent } from '../../sim/trace/event.ts';
import { attemptsOf } from './attempts.ts';
import { storyOf } from './story.ts';

const KEY = { device: 'd', reading: 7 } as const;

/** The answer to the first attempt is lost, the second is told that the edge has it, the third dies with its device. */
const EVENTS: readonly TraceEvent[] = [
  { at: 0, kind: 'reading_recorded', ...KEY, timestamp: 'now', values: { t: 1 } },
  { at: 1, kind: 'attempt_sent', ...KEY, attempt: 0, timestamp: 'now' },
  { at: 2, kind: 'attempt_sent', device: 'other', reading: 7, attempt: 0, timestamp: null },
  { at: 3, kind: 'request_delivered', ...KEY, attempt: 0, copy: 0 },
  { at: 3, kind: 'reading_stored', ...KEY, timestamp: 'now', values: { t: 1 } },
  { at: 3, kind: 'request_answered', ...KEY, attempt: 0, copy: 0, status: 200, retryAfter: null, source: 'edge' },
  { at: 4, kind: 'fault_injected', ...KEY, attempt: 0, fault: 'network.answerLoss' },
  { at: 4, kind: 'answer_lost', ...KEY, attempt: 0, by: 'network.answerLoss', status: 200 },
  { at: 6, kind: 'attempt_abandoned', ...KEY, attempt: 0 },
  { at: 8, kind: 'attempt_sent', ...KEY, attempt: 1, timestamp: 'now' },
  { at: 9, kind: 'answer_delivered', ...KEY, attempt: 1, status: 409, echoed: false, retryAfterMs: null },
  { at: 10, kind: 'attempt_sent', ...KEY, attempt: 2, timestamp: 'now' },
  { at: 11, kind: 'device_crashed', device: 'd', boot: 0 },
]; // oxfmt-ignore

test('an attempt lasts until its client learns how it ended, or is no more', () => {
  expect(attemptsOf(EVENTS)).toMatchObject([
    { device: 'd', attempt: 0, sentAt: 1, endedAt: 6, ending: 'timeout', faults: ['network.answerLoss'] },
    { device: 'other', attempt: 0, sentAt: 2, endedAt: null, ending: 'open', faults: [] },
    { device: 'd', attempt: 1, sentAt: 8, endedAt: 9, ending: 'duplicate', status: 409 },
    { device: 'd', attempt: 2, sentAt: 10, endedAt: 11, ending: 'cut' },
  ]);
});

test('a story is of one reading, and each step follows from the one that brought it about', () => {
  const draw = { fault: 'network.answerLoss', device: 'd', reading: 7, attempt: 0, copy: 0 };
  const steps = storyOf(EVENTS, KEY, [draw]);
  const told = steps.map(({ event, cause }) => {
    const by = cause === null ? null : steps[cause]?.event.kind;
    return `${event.at} ${event.kind} < ${by ?? '-'}`;
  });
  expect(told).toEqual([
    '0 reading_recorded < -',
    '1 attempt_sent < reading_recorded',
    '3 request_delivered < attempt_sent',
    '3 reading_stored < request_delivered',
    '3 request_answered < reading_stored',
    '4 fault_injected < request_answered',
    '4 answer_lost < fault_injected',
    '6 attempt_abandoned < answer_lost',
    '8 attempt_sent < attempt_abandoned',
    '9 answer_delivered < -',
    '10 attempt_sent < answer_delivered',
  ]);
  expect(steps.filter((step) => step.draw !== null).map(({ event }) => event.kind)).toEqual([
    'fault_injected',
  ]);
});
