import { expect, test } from 'vitest';
import { Ledger } from '../ledger/index.ts';
import { at, born, deliveredReading, logged, sent, stored } from '../ledger/testing/script.ts';
import { OWN } from '../ledger/testing/watched.ts';
import type { TraceEvent } from '../trace/event.ts';
import { FalseFailureMeter } from './false-failures.ts';

function falseFailuresOf(trace: readonly TraceEvent[]): {
  readonly falseFailures: number | null;
  readonly storedUnacknowledged: number | null;
} {
  const ledger = new Ledger(OWN);
  const meter = new FalseFailureMeter(ledger);
  for (const event of trace) ledger.observe(event);
  const { storedUnacknowledged } = ledger.conclude();
  return { falseFailures: meter.conclude(), storedUnacknowledged };
}

test('a reading that was given up though the edge has it is a false failure', () => {
  const trace = [
    ...deliveredReading(0, 0),
    ...at(1, born(1), sent(1), stored(1), logged('retries_exhausted', 1)),
    ...at(2, born(2), sent(2), stored(2), logged('outbox_overflow', 2)),
    // Given up, and the edge does not have it: a true failure.
    ...at(3, born(3), sent(3), logged('retries_exhausted', 3)),
  ];
  expect(falseFailuresOf(trace).falseFailures).toBe(2);
});

test('stored readings that were rejected or still wait are none', () => {
  const trace = [
    ...at(1, born(1), sent(1), stored(1), logged('permanent_error_received', 1)),
    ...at(2, born(2), sent(2), stored(2)),
  ];
  expect(falseFailuresOf(trace)).toEqual({ falseFailures: 0, storedUnacknowledged: 2 });
});
