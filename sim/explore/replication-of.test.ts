import { expect, test } from 'vitest';
import type { InvariantResult } from '../run/index.ts';
import { replicationOf } from './replication-of.ts';
import type { ReplicationSource } from './replication-of.ts';
import { exampleReplication } from './testing/example-replication.ts';

const HELD: InvariantResult = {
  name: 'accepted-once',
  says: 'no key is accepted twice',
  verdict: { kind: 'held', observations: 12, note: null },
  expectedBecause: null,
  allowedBecause: null,
};
const VIOLATED: InvariantResult = { ...HELD, verdict: { kind: 'violated', violations: [], count: 1 } };

function source(changes: Partial<ReplicationSource>): ReplicationSource {
  const { policy: _policy, broken: _broken, readings: _readings, ...replication } = exampleReplication();
  return { ...replication, measured: null, ledger: { generated: 12 }, invariants: [HELD], ...changes };
}

test('a replication keeps what a comparison needs, under the name that was asked for', () => {
  const result = source({ seed: '3', fingerprint: 'abc', load: [4, 0, 2] });
  const { invariants: _invariants, measured: _measured, ledger: _ledger, ...kept } = result;
  const readings = { measured: 12, all: 12 };
  expect(replicationOf(result, './mine.ts')).toEqual({
    ...kept,
    policy: './mine.ts',
    broken: false,
    readings,
  });
});

test('of a run that measured a part of its readings a comparison has the metrics of that part', () => {
  const whole = exampleReplication().metrics;
  const metrics = { ...whole, delivered: 0.5 };
  const kept = replicationOf(source({ measured: { readings: 7, metrics, latencies: [0, 3] } }), 'fixed');
  expect([kept.metrics.delivered, kept.readings]).toEqual([0.5, { measured: 7, all: 12 }]);
  expect(kept.latencies).toEqual([0, 3]);
});

test('an expectation that is missed breaks nothing', () => {
  const missed = source({ outcome: 'violated', why: 'delivered (wanted >= 99%, got 50%)' });
  expect(replicationOf(missed, 'none').broken).toBe(false);
});

test('a broken promise does, unless the scenario expects it', () => {
  const broken = source({ outcome: 'violated', invariants: [HELD, VIOLATED] });
  expect(replicationOf(broken, 'fixed').broken).toBe(true);
  const expected = { ...VIOLATED, expectedBecause: 'the store forgets' };
  expect(replicationOf(source({ invariants: [HELD, expected] }), 'fixed').broken).toBe(false);
});

test.for(['crashed', 'stalled', 'limit-hit', 'inconclusive'] as const)(
  'a run that is %s is broken',
  (outcome) => {
    expect(replicationOf(source({ outcome }), 'fixed').broken).toBe(true);
  },
);
