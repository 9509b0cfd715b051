import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../trace/index.ts';
import { parseSometimes, SOMETIMES_NAMES, SometimesWatch } from './sometimes.ts';

const READING = { device: 'device-001', reading: 7 } as const;

function at(...events: readonly TraceEvent[]) {
  return (name: string): number => {
    const watch = new SometimesWatch({ scenario: [name], code: [] });
    for (const event of events) watch.observe(event);
    return watch.conclude()[0]?.hits ?? -1;
  };
}

const sent = (atUs: number, attempt: number): TraceEvent => ({ at: atUs, kind: 'attempt_sent', ...READING, attempt, timestamp: 't' }); // oxfmt-ignore
const lost: TraceEvent = { at: 5, kind: 'answer_lost', ...READING, attempt: 0, by: 'network.answerLoss', status: 200 }; // oxfmt-ignore
const delivered = (atUs: number, attempt: number): TraceEvent => ({ at: atUs, kind: 'request_delivered', ...READING, attempt, copy: 0 }); // oxfmt-ignore
const answered = (atUs: number, attempt: number): TraceEvent => ({ at: atUs, kind: 'request_answered', ...READING, attempt, copy: 0, status: 200, retryAfter: null, source: 'edge' }); // oxfmt-ignore

describe('a property', () => {
  test('of ours can be read, each of them', () => {
    for (const name of SOMETIMES_NAMES) expect(parseSometimes(name).ok, name).toBe(true);
  });

  test('counts retries after a lost answer, and no first attempts', () => {
    expect(at(sent(0, 0), lost, sent(9, 1), sent(12, 2))('retry-after-lost-answer')).toBe(2);
    expect(at(sent(0, 0), sent(9, 1))('retry-after-lost-answer')).toBe(0);
  });

  test('counts duplicates that come while the first is in work, not after', () => {
    expect(at(delivered(0, 0), delivered(3, 1), answered(5, 0))('duplicate-in-work')).toBe(1);
    expect(at(delivered(0, 0), answered(5, 0), delivered(6, 1))('duplicate-in-work')).toBe(0);
    const crashed: TraceEvent = { at: 2, kind: 'edge_crashed', boot: 0, openExchanges: 1 };
    expect(at(delivered(0, 0), crashed, delivered(3, 1))('duplicate-in-work')).toBe(0);
    expect(at(delivered(0, 0), crashed)('restart-with-open-exchanges')).toBe(1);
  });

  test('may be a query of its own', () => {
    const name = 'attempt_sent attempt=1 preceded-by answer_lost same device,reading within 4us';
    expect(parseSometimes(name)).toMatchObject({
      ok: false,
      why: expect.stringContaining('within 4us is no duration'),
    });
    expect(at(sent(0, 0), lost, sent(9, 1))('attempt_sent preceded-by answer_lost same device')).toBe(1);
    expect(at(sent(0, 0), lost, sent(2_000_005, 1))('attempt_sent preceded-by answer_lost within 1s')).toBe(
      0,
    );
  });

  test.for([
    [
      'retry-after-lost-anser',
      'there is no property "retry-after-lost-anser"; did you mean retry-after-lost-answer?',
    ],
    ['attempt_snt', 'there is no event "attempt_snt"; did you mean attempt_sent?'],
    [
      'attempt_sent preceded-by answer_lost same readng',
      'attempt_sent has no field "readng"; did you mean reading?',
    ],
  ] as const)('%s is refused', ([name, why]) => {
    expect(parseSometimes(name)).toEqual({ ok: false, why });
  });
});

test('what scenario and code both want is counted once, for the scenario; what code wants twice, once', () => {
  const watch = new SometimesWatch({
    scenario: ['late-answer'],
    code: ['late-answer', 'answer_lost', 'answer_lost'],
  });
  watch.observe(lost);
  expect(watch.conclude()).toEqual([
    { name: 'late-answer', by: 'scenario', hits: 0 },
    { name: 'answer_lost', by: 'code', hits: 1 },
  ]);
});
