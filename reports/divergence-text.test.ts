import { expect, test } from 'vitest';
import type { TraceEvent } from '../sim/trace/event.ts';
import { renderDivergence } from './divergence-text.ts';

const PLAIN = { colour: false, columns: 80, names: ['a.jsonl', 'b.jsonl'] } as const;

function sent(at: number, attempt: number): TraceEvent {
  return { at, kind: 'attempt_sent', device: 'device-001', reading: 7, attempt, timestamp: 't' };
}

test('a divergence shows both sides, what came before, and the fields that differ', () => {
  const text = renderDivergence(
    {
      event: 1,
      before: [sent(1_000_000, 0)],
      first: [sent(2_000_000, 1), sent(4_000_000, 2)],
      second: [sent(2_500_000, 1)],
      fields: [{ path: 'at', first: 2_000_000, second: 2_500_000 }],
    },
    PLAIN,
  );
  expect(text.split('\n')).toEqual([
    '  in both, up to event 0:',
    '         1.000s  attempt_sent  device-001 #7  attempt 0',
    '  a.jsonl, from event 1 on:',
    '  >      2.000s  attempt_sent  device-001 #7  attempt 1',
    '         4.000s  attempt_sent  device-001 #7  attempt 2',
    '  b.jsonl, from event 1 on:',
    '  >      2.500s  attempt_sent  device-001 #7  attempt 1',
    '  what differs:',
    '      a.jsonl  b.jsonl',
    '  at  2000000  2500000',
  ]);
});

test('of a trace that had ended it is said', () => {
  const text = renderDivergence({ event: 0, before: [], first: [], second: [sent(0, 0)], fields: [] }, PLAIN);
  expect(text).toContain('a.jsonl, from event 0 on:\n    (it had ended)\n');
  expect(text).not.toContain('what differs');
});

test('no line is wider than the page, whatever stands in the events', () => {
  const long: TraceEvent = { at: 0, kind: 'sample_skipped', device: 'd'.repeat(200) };
  const text = renderDivergence(
    {
      event: 0,
      before: [],
      first: [long],
      second: [long],
      fields: [{ path: 'device', first: 'x'.repeat(300), second: 'y\u001b[31m' }],
    },
    PLAIN,
  );
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(text).not.toContain('\u001b');
});
