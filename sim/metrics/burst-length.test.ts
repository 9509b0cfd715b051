import { expect, test } from 'vitest';
import { at, sent } from '../ledger/testing/script.ts';
import { watched } from '../ledger/testing/watched.ts';
import type { TraceEvent } from '../trace/event.ts';
import { BurstMeter } from './burst-length.ts';

const lost = (reading: number, attempt = 0, device = 'device-001') => ({
  kind: 'request_lost' as const,
  device,
  reading,
  attempt,
  by: 'network.loss' as const,
});

const sentBy = (device: string, reading: number) => ({
  kind: 'attempt_sent' as const,
  device,
  reading,
  attempt: 0,
  timestamp: null,
});

function burstLengthOf(trace: readonly TraceEvent[]): number | null {
  return watched(trace, () => new BurstMeter()).made.conclude();
}

test('no loss is no burst', () => {
  expect(burstLengthOf([...at(0, sent(0)), ...at(1, sent(1))])).toBeNull();
});

test('a run ends with a request that gets through, and the last with the run', () => {
  const trace = [
    ...at(0, sent(0), lost(0)),
    ...at(1, sent(1), lost(1)),
    ...at(2, sent(2), lost(2)),
    ...at(3, sent(3)),
    ...at(4, sent(4), lost(4)),
    ...at(5, sent(5)),
    ...at(6, sent(6), lost(6)),
    ...at(7, sent(7), lost(7)),
  ];
  // Three, one and two.
  expect(burstLengthOf(trace)).toBe(2);
});

test('each link has its own', () => {
  const other = 'device-002';
  const trace = [
    ...at(0, sent(0), lost(0), sentBy(other, 0)),
    ...at(1, sent(1), lost(1), sentBy(other, 1), lost(1, 0, other)),
  ];
  // Two of the one, one of the other.
  expect(burstLengthOf(trace)).toBe(1.5);
});
