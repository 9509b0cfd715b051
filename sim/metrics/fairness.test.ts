import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../ledger/index.ts';
import { at, born, logged, phase, sent } from '../ledger/testing/script.ts';
import type { TraceEvent } from '../trace/event.ts';
import { OWN } from '../ledger/testing/watched.ts';
import { FairnessMeter, jainIndex } from './fairness.ts';

describe("Jain's index", () => {
  test('is 1 when all have the same, whatever they have', () => {
    expect([jainIndex([7]), jainIndex([0.25, 0.25, 0.25, 0.25])]).toEqual([1, 1]);
  });

  test('is k/n when k of n have everything', () => {
    expect(jainIndex([5, 5, 0, 0, 0])).toBe(0.4);
  });

  test('of 1, 2 and 3 is 36/42', () => {
    expect(jainIndex([1, 2, 3])).toBe(36 / (3 * 14));
  });

  test('of nothing does not exist', () => {
    expect([jainIndex([]), jainIndex([0, 0])]).toEqual([null, null]);
  });

  test('lies between 1/n and 1 and does not depend on the unit', () => {
    const value = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (all, unit) => {
          const index = jainIndex(all);
          fc.pre(index !== null);
          expect(index).toBeGreaterThanOrEqual(1 / all.length - 1e-12);
          expect(index).toBeLessThanOrEqual(1 + 1e-12);
          expect(jainIndex(all.map((each) => each * unit))).toBeCloseTo(index ?? Number.NaN, 12);
        },
      ),
    );
  });
});

function fairnessOf(trace: readonly TraceEvent[]): number | null {
  const ledger = new Ledger(OWN);
  const meter = new FairnessMeter(ledger);
  for (const event of trace) ledger.observe(event);
  ledger.conclude();
  return meter.conclude();
}

/** The same events, as another device tells them. */
function by(device: string, trace: readonly TraceEvent[]): readonly TraceEvent[] {
  return trace.map((event) => ('device' in event ? { ...event, device } : event));
}

/** Readings one second apart, each acknowledged after so many seconds. */
function served(device: string, ...waits: readonly number[]): readonly TraceEvent[] {
  return waits.flatMap((wait, reading) =>
    by(device, [
      ...at(reading, born(reading), sent(reading)),
      ...at(reading + wait, logged('telemetry_acknowledged', reading)),
    ]),
  );
}

describe('the fairness between devices', () => {
  test('is 1 when all wait equally long', () => {
    expect(fairnessOf([...served('a', 2, 2), ...served('b', 3, 1), ...served('c', 2)])).toBe(1);
  });

  test('falls when one device always waits longer, though all is delivered', () => {
    // a: 2 deliveries in 2 s of waiting, b: 2 in 4 s. Rates 1 and 0.5: (1.5)² / (2 · 1.25) = 0.9.
    expect(fairnessOf([...served('a', 1, 1), ...served('b', 2, 2)])).toBeCloseTo(0.9, 12);
  });

  test('counts a device that delivers nothing as one that gets nothing', () => {
    const starved = by('c', [...at(0, born(0), sent(0)), ...at(31, logged('retries_exhausted', 0))]);
    expect(fairnessOf([...served('a', 1), ...served('b', 1), ...starved])).toBeCloseTo(2 / 3, 12);
  });

  test('counts what waits when the run ends up to there', () => {
    // a: 1 in 1 s. b: 1 of 2 delivered, 1 s and 9 s until the end at 10 s: 1 in 10 s. (1.1)² / (2 · 1.01).
    const waiting = by('b', at(1, born(1), sent(1)));
    expect(
      fairnessOf([...served('a', 1), ...served('b', 1), ...waiting, ...at(10, phase('heal'))]),
    ).toBeCloseTo(1.21 / 2.02, 12);
  });

  test('leaves out what the device dropped on purpose', () => {
    const dropped = by('b', at(1, logged('packet_dropped', 1), born(1)));
    expect(fairnessOf([...served('a', 1), ...served('b', 1), ...dropped, ...at(60, phase('heal'))])).toBe(1);
  });

  test('does not exist when nothing was delivered', () => {
    expect(fairnessOf([...at(0, born(0), sent(0)), ...at(5, logged('retries_exhausted', 0))])).toBeNull();
  });
});
