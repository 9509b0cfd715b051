import { expect, test } from 'vitest';
import type { JudgedExpectation } from '../expect/index.ts';
import { EXAMPLE_RESULT } from '../run/testing/example-result.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { marginsOf } from './margins.ts';
import { neverInWords, summarise } from './sweep-summary.ts';
import { brokenRecord, exampleRecord } from './testing/example-record.ts';

const SCENARIO = scenarioFrom(`
name: bounds
duration: 1m
fleet: { devices: 2 }
expect:
  delivered: ">= 95%"
  attemptsPerReading: "<= 2"
  exhausted: "<= 10% of generated"
  pending: "= 0"
  acknowledged: ">= 50"
`);

function judged(what: string, verdict: JudgedExpectation['verdict']): JudgedExpectation {
  const about = { kind: 'metric', what, wanted: '', got: '' } as const;
  return verdict === 'met' || verdict === 'not-met'
    ? { ...about, verdict, why: null }
    : { ...about, verdict, why: 'the run was shortened' };
}

const RESULT = {
  ...EXAMPLE_RESULT,
  scenario: SCENARIO,
  invariants: [],
  metrics: {
    ...EXAMPLE_RESULT.metrics,
    delivered: 0.96,
    attemptsPerReading: 1.5,
    exhausted: 12,
    generated: 100,
    pending: 0,
    acknowledged: 75,
  },
  expectations: SCENARIO.expect.metrics.map(({ metric }) =>
    judged(metric, metric === 'exhausted' ? 'not-met' : 'met'),
  ),
};

test('a margin is what is left of the room that a bound gives', () => {
  const slack = Object.fromEntries(marginsOf(RESULT).map((margin) => [margin.bound, margin.slack]));
  expect(slack).toEqual({
    // From 95 to 100 % there are five points; one of them is left.
    'delivered >= 95%': expect.closeTo(0.2, 10),
    'attemptsPerReading <= 2': 0.25,
    // 12 % of the readings, where 10 % are allowed.
    'exhausted <= 10% of generated': expect.closeTo(-0.2, 10),
    'acknowledged >= 50': 0.5,
  });
});

test('what was not judged has no margin', () => {
  const expectations = RESULT.expectations.map(({ what }) => judged(what, 'not-judged'));
  expect(marginsOf({ ...RESULT, expectations })).toEqual([]);
});

test('a summary has the least slack of each bound with its seed, and three in n for what never failed', () => {
  const margin = { bound: 'delivered >= 95%', value: 0.96, limit: 0.95, unit: 'ratio' } as const;
  const runs = [0.4, 0.2, 0.3].map((slack, index) =>
    exampleRecord({ seed: String(index + 1), margins: [{ ...margin, slack }] }),
  );
  const other = brokenRecord({ scenario: 'calm', seed: '7', margins: [] });
  const summary = summarise([...runs, other, { ...other, seed: '8' }]);
  expect(summary).toMatchObject({ runs: 5, failed: 2 });
  expect(summary.margins).toEqual([{ scenario: 'storm', seed: '2', ...margin, slack: 0.2 }]);
  expect(summary.scenarios).toMatchObject([
    { scenario: 'storm', runs: 3, failed: 0, failureChanceMax: 1 },
    { scenario: 'calm', runs: 2, failed: 2, failureChanceMax: null },
  ]);
  expect(summary.failures).toMatchObject([{ scenario: 'calm', failure: 'accepted-once', seeds: ['7', '8'] }]);
});

test('what shall happen sometimes is summed over the runs of its scenario', () => {
  const runs = [0, 3, 0, 1].map((hits, index) =>
    exampleRecord({
      seed: String(index + 1),
      sometimes: [{ name: 'retry-after-lost-answer', by: 'scenario', hits }],
    }),
  );
  const other = exampleRecord({
    scenario: 'calm',
    sometimes: [{ name: 'retry-after-lost-answer', by: 'scenario', hits: 0 }],
  });
  expect(summarise([...runs, other]).sometimes).toEqual([
    { scenario: 'storm', name: 'retry-after-lost-answer', hits: 4, inRuns: 2, runs: 4 },
    { scenario: 'calm', name: 'retry-after-lost-answer', hits: 0, inRuns: 0, runs: 1 },
  ]);
});

test('what was not judged is told by its reason', () => {
  const silent = 'this edge does not tell it';
  const ours = 'it is said of the built-in edge';
  const runs = [
    exampleRecord({ seed: '1', leftOut: [{ what: 'stored', why: ours }] }),
    exampleRecord({
      scenario: 'calm',
      leftOut: [
        { what: 'acceptedTwice', why: silent },
        { what: 'deduplicated', why: silent },
      ],
    }),
    exampleRecord({ seed: '2', leftOut: [{ what: 'acceptedTwice', why: silent }] }),
    exampleRecord({ seed: '3' }),
  ];
  const { leftOut, notWholly } = summarise(runs);
  expect(leftOut).toEqual([
    { why: silent, expectations: ['acceptedTwice', 'deduplicated'], scenarios: ['calm', 'storm'] },
    { why: ours, expectations: ['stored'], scenarios: ['storm'] },
  ]);
  expect(notWholly).toBe(3);
});

test('what code under test wants to happen sometimes is summed over all scenarios', () => {
  const records = (['storm', 'calm'] as const).map((scenario, hits) =>
    exampleRecord({ scenario, sometimes: [{ name: 'edge_logged event=hit', by: 'code', hits }] }),
  );
  const summary = summarise(records);
  expect(summary.sometimes).toEqual([
    { scenario: null, name: 'edge_logged event=hit', hits: 1, inRuns: 1, runs: 2 },
  ]);
  expect(neverInWords(summary)).toEqual([]);
  expect(neverInWords(summarise(records.slice(0, 1)))).toEqual([
    'never in any scenario: edge_logged event=hit',
  ]);
});
