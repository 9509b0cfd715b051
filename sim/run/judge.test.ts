import { expect, test } from 'vitest';
import type { JudgedExpectation } from '../expect/index.ts';
import { judge } from './judge.ts';
import type { Evidence } from './judge.ts';

function line(verdict: JudgedExpectation['verdict'], what = 'stored'): JudgedExpectation {
  const about = { kind: 'metric', what, wanted: '= 1', got: '?' } as const;
  return verdict === 'met' || verdict === 'not-met'
    ? { ...about, verdict, why: null }
    : { ...about, verdict, why: 'nobody tells it' };
}

function judged(expectations: readonly JudgedExpectation[], more: Partial<Evidence> = {}) {
  return judge({
    stop: { kind: 'ended' },
    untilMs: null,
    simulatedMs: 1_000,
    invariants: [],
    expectations,
    readings: 5,
    isOtherSize: false,
    ...more,
  });
}

test('where nothing that the scenario asks for could be judged, a run is inconclusive, and says why', () => {
  expect(judged([line('not-judged'), line('not-applicable')])).toEqual({
    outcome: 'inconclusive',
    why: 'nothing that the scenario asks for could be judged: stored (nobody tells it)',
  });
});

test.for<readonly [what: string, lines: readonly JudgedExpectation[], more?: Partial<Evidence>]>([
  ['nothing is asked for', []],
  ['one line of several was judged', [line('not-judged'), line('met')]],
  ['nothing applies to what was run', [line('not-applicable')]],
  ['the size alone explains it', [line('not-judged')], { isOtherSize: true }],
])('%s: that is a pass', ([, lines, more]) => {
  expect(judged(lines, more).outcome).toBe('passed');
});

test('a run without a reading has put nothing to the test, whatever it is asked', () => {
  expect(judged([line('met')], { readings: 0 }).outcome).toBe('inconclusive');
  expect(judged([], { readings: 0, isOtherSize: true }).outcome).toBe('inconclusive');
});

test('what failed is a failure, however much could not be judged', () => {
  expect(judged([line('not-judged'), line('not-met')]).outcome).toBe('violated');
  expect(judged([line('not-met')], { readings: 0 }).outcome).toBe('violated');
});

test('a run that does not get on is called by the promise that was broken until then, if one was', () => {
  const stop = { kind: 'stalled', why: 'it hangs' } as const;
  const broken: Evidence['invariants'][number] = {
    name: 'nothing-leaks',
    says: 'no host keeps places',
    verdict: { kind: 'violated', violations: [], count: 1 },
    expectedBecause: null,
    allowedBecause: null,
  };
  expect(judged([], { stop })).toEqual({ outcome: 'stalled', why: 'it hangs' });
  expect(judged([], { stop, invariants: [broken] })).toEqual({
    outcome: 'violated',
    why: 'nothing-leaks; the run ended as it hangs',
  });
  const expected = { ...broken, expectedBecause: 'of a reason' };
  expect(judged([], { stop, invariants: [expected] }).outcome).toBe('stalled');
});

test('a promise of which a part could not be seen is named in the verdict', () => {
  const half: Evidence['invariants'][number] = {
    name: 'retry-budget',
    says: 'each delay is within the policy',
    verdict: { kind: 'held', observations: 5, note: 'of 2 retries', inPart: true },
    expectedBecause: null,
    allowedBecause: null,
  };
  const hidden = {
    ...half,
    name: 'accepted-once',
    verdict: { kind: 'not-observable', why: 'it is silent' },
  } as const;
  expect(judged([], { invariants: [half] }).why).toMatch(
    /^every invariant held that could be observed \(in part: retry-budget\)/,
  );
  expect(judged([], { invariants: [hidden, half] }).why).toMatch(
    /\(not so: accepted-once; in part: retry-budget\)/,
  );
});
