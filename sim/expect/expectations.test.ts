import { describe, expect, test } from 'vitest';
import { Checkers } from '../check/index.ts';
import type { CheckVerdict } from '../check/index.ts';
import { EXAMPLE_POLICY } from '../check/testing/judge.ts';
import { FaultCoverageMeter } from '../faults/index.ts';
import { NO_GROUPS, RunMeters } from '../metrics/index.ts';
import type { MetricValues } from '../metrics/index.ts';
import { Ledger, usualAnswers } from '../ledger/index.ts';
import { parseComparison } from '../scenario/comparison.ts';
import type { Expectations } from '../scenario/expectations.ts';
import { compares, expectedViolations, judgeExpectations } from './expectations.ts';
import type { ForeignParts } from './expectations.ts';
import { EXAMPLE_SCENARIO } from './testing/example-scenario.ts';

const ledger = new Ledger({
  answers: usualAnswers('echo'),
  foreignDevice: false,
  foreignEdge: false,
  storedAtEnd: false,
  edgeTellsStored: true,
});
const meters = new RunMeters({ groups: NO_GROUPS, ledger, storedAsItHappens: true, span: null });
const METRICS: MetricValues = {
  ...meters.conclude(ledger.conclude()).values,
  delivered: 0.8,
  lost: 0,
  stored: null,
  generated: 100,
  dropped: 7,
  rejected: 0,
  pending: 0,
};
const COVERAGE = {
  ...new FaultCoverageMeter(ledger).conclude(),
  'edge.overload': { injected: 3, inEffect: 2, seen: 0 },
  'network.duplicate': { injected: 3, inEffect: 2, seen: null },
};
const EXAMPLE_RULES = { settings: EXAMPLE_SCENARIO.device, policy: EXAMPLE_POLICY };
const VERDICTS = new Checkers({
  settings: EXAMPLE_SCENARIO,
  rulesOf: () => EXAMPLE_RULES,
  firstNumberOf: () => 0,
  edgeObservable: { stored: false, metrics: false },
  deviceObservable: { pending: true, outbox: true },
  foreignDevice: false,
  storedAtEnd: false,
  ledger,
}).conclude();
const BROKEN: CheckVerdict = { kind: 'violated', violations: [], count: 3 };

const OURS: ForeignParts = { edge: false, device: false, policy: false };

function judged(
  expected: Partial<Expectations>,
  verdicts = VERDICTS,
  durationMs = EXAMPLE_SCENARIO.durationMs,
  foreign = OURS,
): readonly (readonly [string, string, boolean | string])[] {
  const scenario = { ...EXAMPLE_SCENARIO, durationMs, expect: { ...EXAMPLE_SCENARIO.expect, ...expected } };
  return judgeExpectations(scenario, METRICS, COVERAGE, verdicts, foreign).map(
    ({ wanted, got, verdict, why }) => [wanted, got, why ?? verdict === 'met'],
  );
}

describe('an expectation', () => {
  test('on a fault is met when the fault showed at that level', () => {
    const fault = 'edge.overload';
    expect(
      judged({
        faults: [
          { fault, level: 'in-effect' },
          { fault, level: 'seen' },
        ],
      }),
    ).toEqual([
      ['in effect', '2×', true],
      ['seen by the client', 'never', false],
    ]);
  });

  test('that a client saw what no client can see is never met', () => {
    expect(judged({ faults: [{ fault: 'network.duplicate', level: 'seen' }] })).toEqual([
      ['seen by the client', 'no client can see it', false],
    ]);
  });

  test('on a metric is met when the comparison is true', () => {
    const metrics = [
      { metric: 'delivered', comparison: '>=', value: 0.8, of: null },
      { metric: 'delivered', comparison: '>', value: 0.8, of: null },
      { metric: 'lost', comparison: '=', value: 0, of: null },
    ] as const;
    expect(judged({ metrics }).map(([, , met]) => met)).toEqual([true, false, true]);
  });

  test('on what only a foreign edge could tell is not judged where it says nothing', () => {
    const metrics = [
      { metric: 'dedupePeak', comparison: '=', value: 0, of: null },
      { metric: 'lost', comparison: '=', value: 1, of: null },
    ] as const;
    const foreign = { ...OURS, edge: true };
    expect(judged({ metrics }, VERDICTS, undefined, foreign)).toEqual([
      ['= 0', 'not observable', 'this edge does not tell it'],
      ['= 1', '0', false],
    ]);
    expect(judged({ metrics }, VERDICTS, undefined, { ...OURS, device: true })).toMatchObject([
      ['= 0', 'not observable', false],
      ['= 1', '0', false],
    ]);
  });

  test('on a metric that cannot be observed is never met', () => {
    const metrics = [{ metric: 'stored', comparison: '>=', value: 0, of: null }] as const;
    expect(judged({ metrics }).map(([, got, met]) => [got, met])).toEqual([['not observable', false]]);
  });

  test.for([
    ['dropped', '= 7% of generated', '7, 7%', true],
    ['dropped', '> 7% of generated', '7, 7%', false],
    ['dropped', '<= generated', '7', true],
    ['generated', '<= 1500% of dropped', '100, 1428.6%', true],
    ['stored', '= generated', 'not observable', false],
    ['generated', '= stored', 'not observable', false],
    // A share of nothing is nothing, whatever the share.
    ['pending', '<= 5% of rejected', '0', true],
    ['dropped', '<= 5% of rejected', '7', false],
  ] as const)('that %s %s, where it is %s: met is %o', ([metric, bound, got, met]) => {
    const parsed = parseComparison(bound, 'count');
    if (!parsed.ok) throw new Error(`${bound} is no bound`);
    expect(judged({ metrics: [{ metric, ...parsed.value }] })).toEqual([[bound, got, met]]);
  });

  test('of a violation is met only when the invariant is violated', () => {
    const violations = [{ invariant: 'retry-budget', because: 'one retry too many' }] as const;
    expect(judged({ violations })).toEqual([['violated: one retry too many', 'held', false]]);
    const broken = { ...VERDICTS, 'retry-budget': BROKEN };
    expect(judged({ violations }, broken)).toEqual([['violated: one retry too many', 'violated 3×', true]]);
  });
});

describe('of an edge or a device that is not ours', () => {
  const FOREIGN_EDGE: ForeignParts = { ...OURS, edge: true };
  const FOREIGN_DEVICE: ForeignParts = { ...OURS, device: true };
  const BUILT_IN: Pick<Expectations, 'builtIn'> = {
    builtIn: {
      metrics: [{ metric: 'dropped', comparison: '>=', value: 8, of: null }],
      violations: [{ invariant: 'retry-budget', because: 'one retry too many' }],
    },
  };
  const ofForeign = (expected: Partial<Expectations>, foreign: ForeignParts) =>
    judged(expected, VERDICTS, EXAMPLE_SCENARIO.durationMs, foreign);

  test('what is said of ours is not applicable, and is judged of ours', () => {
    expect(judged(BUILT_IN)).toEqual([
      ['>= 8', '7', false],
      ['violated: one retry too many', 'held', false],
    ]);
    expect(ofForeign(BUILT_IN, FOREIGN_EDGE)).toEqual([
      ['>= 8', '7', 'it is said of the built-in edge'],
      ['violated: one retry too many', 'held', 'it is said of the built-in edge'],
    ]);
    expect(ofForeign(BUILT_IN, FOREIGN_DEVICE).map(([, , why]) => why)).toEqual([
      'it is said of the built-in device',
      'it is said of the built-in device',
    ]);
  });

  test('what is said of everybody is judged as ever', () => {
    const metrics = [{ metric: 'dropped', comparison: '>=', value: 8, of: null }] as const;
    const violations = [{ invariant: 'retry-budget', because: 'one retry too many' }] as const;
    expect(ofForeign({ metrics, violations }, FOREIGN_EDGE).map(([, , met]) => met)).toEqual([false, false]);
  });

  test('a fault that only the program plays is not applicable, unless it shows', () => {
    // Nothing was injected but edge.overload and network.duplicate.
    const faults = (['edge.capacity', 'device.drop', 'network.loss', 'edge.overload'] as const).map(
      (fault) => ({
        fault,
        level: 'in-effect' as const,
      }),
    );
    expect(ofForeign({ faults }, FOREIGN_EDGE).map(([, , met]) => met)).toEqual([
      'this edge does not play it',
      false,
      false,
      true,
    ]);
    expect(ofForeign({ faults }, FOREIGN_DEVICE).map(([, , met]) => met)).toEqual([
      'this device does not send enough at once to meet it',
      'this device does not play it',
      false,
      true,
    ]);
  });

  test('a fault that was played and that only the device did not meet is not applicable', () => {
    const faults = [{ fault: 'edge.overload', level: 'seen' }] as const;
    expect(judged({ faults }).map(([, , met]) => met)).toEqual([false]);
    expect(ofForeign({ faults }, FOREIGN_EDGE).map(([, , met]) => met)).toEqual([false]);
    expect(ofForeign({ faults }, FOREIGN_DEVICE).map(([, , met]) => met)).toEqual([
      'this device did not meet it',
    ]);
  });

  test('a violation of ours is expected where ours is the one to keep the promise', () => {
    const anybodys = { invariant: 'memory-bounded', because: 'a' } as const;
    const violations = [
      { invariant: 'accepted-once', because: 'b' },
      { invariant: 'retry-budget', because: 'c' },
      { invariant: 'nothing-invented', because: 'd' },
    ] as const;
    const expected = {
      ...EXAMPLE_SCENARIO.expect,
      violations: [anybodys],
      builtIn: { metrics: [], violations },
    };
    const reasons = (foreign: ForeignParts): string =>
      expectedViolations(expected, foreign)
        .map(({ because }) => because)
        .join('');
    expect(reasons(OURS)).toBe('abcd');
    expect(reasons(FOREIGN_EDGE)).toBe('ac');
    expect(reasons(FOREIGN_DEVICE)).toBe('ab');
    expect(reasons({ ...OURS, edge: true, device: true })).toBe('a');
    expect(reasons({ ...OURS, policy: true })).toBe('abcd');
  });
});

describe('by another policy than the file says', () => {
  const SAID = {
    metrics: [{ metric: 'dropped', comparison: '>=', value: 8, of: null }],
    violations: [{ invariant: 'retry-budget', because: 'one retry too many' }],
  } as const;
  const whyOf = (expected: Partial<Expectations>, foreign: ForeignParts) =>
    judged(expected, VERDICTS, EXAMPLE_SCENARIO.durationMs, foreign).map(([, , why]) => why);
  const { writtenFor } = EXAMPLE_SCENARIO.expect;
  const OF_FIXED = { writtenFor: { ...writtenFor, policy: 'fixed' } };
  const NOT_APPLICABLE = [
    `it is said of the policy of the scenario, ${writtenFor.policy}`,
    `it is said of the policy of the scenario, ${writtenFor.policy}`,
  ];

  test('what is said of that policy is not applicable, whether it is one of ours or brought', () => {
    expect(whyOf({ ownPolicy: SAID }, OURS)).toEqual([false, false]);
    expect(whyOf({ ownPolicy: SAID }, { ...OURS, policy: true })).toEqual(NOT_APPLICABLE);
    expect(whyOf({ ownPolicy: SAID, ...OF_FIXED }, OURS)).toEqual(
      NOT_APPLICABLE.map((why) => why.replace(writtenFor.policy, 'fixed')),
    );
    expect(whyOf({ ownPolicy: SAID }, { edge: false, device: true, policy: true })).toEqual([
      'it is said of the built-in device',
      'it is said of the built-in device',
    ]);
  });

  test('a fault that was played and that none of its devices met is not applicable', () => {
    const faults = [{ fault: 'edge.overload', level: 'seen' }] as const;
    const why = 'who waits by this policy did not meet it';
    expect(whyOf({ faults }, { ...OURS, policy: true })).toEqual([why]);
    expect(whyOf({ faults, ...OF_FIXED }, OURS)).toEqual([why]);
    expect(whyOf({ faults: [{ fault: 'network.loss', level: 'seen' }] }, { ...OURS, policy: true })).toEqual([
      false,
    ]);
  });

  test('what is said of our edge and device holds for whatever policy they keep', () => {
    expect(whyOf({ builtIn: SAID }, { ...OURS, policy: true })).toEqual([false, false]);
    expect(whyOf({ builtIn: SAID, ...OF_FIXED }, OURS)).toEqual([false, false]);
  });
});

describe('in a run that was shortened', () => {
  const HALF_MS = EXAMPLE_SCENARIO.durationMs / 2;
  const SHORTENED = 'the run was shortened';

  test('a fault or a violation that shows has shown, and one that does not is not judged', () => {
    const fault = 'edge.overload';
    const expected: Partial<Expectations> = {
      faults: [
        { fault, level: 'in-effect' },
        { fault, level: 'seen' },
        { fault: 'network.duplicate', level: 'seen' },
      ],
      violations: [
        { invariant: 'accepted-once', because: 'a' },
        { invariant: 'retry-budget', because: 'b' },
      ],
    };
    const verdicts = { ...VERDICTS, 'accepted-once': { kind: 'held', observations: 1, note: null } as const };
    expect(judged(expected, { ...verdicts, 'retry-budget': BROKEN }, HALF_MS)).toEqual([
      ['in effect', '2×', true],
      ['seen by the client', 'never', SHORTENED],
      ['seen by the client', 'no client can see it', false],
      ['violated: a', 'held', SHORTENED],
      ['violated: b', 'violated 3×', true],
    ]);
  });

  test('an absolute count is not judged, and a relative one is', () => {
    const metrics = [
      { metric: 'generated', comparison: '=', value: 200, of: null },
      { metric: 'dropped', comparison: '<=', value: 0.07, of: 'generated' },
      { metric: 'pending', comparison: '=', value: 0, of: null },
    ] as const;
    expect(judged({ metrics }, VERDICTS, HALF_MS)).toEqual([
      ['= 200', '100', SHORTENED],
      ['<= 7% of generated', '7, 7%', true],
      ['= 0', '0', true],
    ]);
  });
});

test.for([
  ['<', [true, false, false]],
  ['<=', [true, true, false]],
  ['=', [false, true, false]],
  ['>=', [false, true, true]],
  ['>', [false, false, true]],
] as const)('1, 2 and 3 %s 2 are %o', ([comparison, results]) => {
  expect([1, 2, 3].map((value) => compares(value, comparison, 2))).toEqual(results);
});
