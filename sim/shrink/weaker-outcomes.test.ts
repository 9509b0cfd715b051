import { expect, test } from 'vitest';
import type { Atom } from '../run/index.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { keyOf } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { weakerOutcomes } from './weaker-outcomes.ts';

function candidate(draws: readonly Atom[], timeline = '[]'): Candidate {
  const scenario = scenarioFrom(
    `name: small\ndescription: Small.\nduration: 1m\nfleet: { devices: 4 }\ntimeline: ${timeline}`,
  );
  return { scenario, draws, families: [], devices: null, samples: [] };
}

function atom(fault: Atom['fault'], attempt: number, as?: Atom['as']): Atom {
  return { fault, device: 'device-001', reading: 3, attempt, copy: 0, ...(as !== undefined && { as }) };
}

const LATE = ['100ms late', '1s late', '10s late', '1m late'] as const;

test.for<readonly [fault: Atom['fault'], as: Atom['as'], weaker: readonly Atom['as'][]]>([
  ['network.reset', undefined, [...LATE, 'answer lost', 'request lost']],
  ['network.loss', undefined, [...LATE, 'answer lost']],
  ['network.burstLoss', undefined, [...LATE, 'answer lost']],
  ['network.answerLoss', undefined, LATE],
  ['network.reset', 'answer lost', LATE],
  ['network.reset', '10s late', ['100ms late', '1s late']],
  // Weaker than these is only that they do not act.
  ['network.loss', '100ms late', []],
  ['network.jitter', undefined, []],
  ['edge.overload', undefined, []],
])('what %s, now %s, may do in its place, from the weakest on', ([fault, as, weaker]) => {
  const lists = weakerOutcomes(candidate([atom(fault, 0, as)]));
  expect(lists.map((list) => list.map(({ draws }) => draws[0]?.as))).toEqual([weaker]);
});

test('attempts in a row are weakened together, and others left as they are', () => {
  const other = { ...atom('network.loss', 0), reading: 9 };
  const whole = candidate([atom('network.loss', 0), atom('network.loss', 1), other]);
  const [first] = weakerOutcomes(whole);
  expect(first?.[4]?.draws.map(({ reading, attempt, as }) => [reading, attempt, as])).toEqual([
    [3, 0, 'answer lost'],
    [3, 1, 'answer lost'],
    [9, 0, undefined],
  ]);
  // Each is another candidate.
  expect(new Set([whole, ...weakerOutcomes(whole).flat()].map(keyOf)).size).toBe(1 + 5 + 5);
});

test.for<readonly [window: string, cuts: readonly string[]]>([
  ['edge: { restart: true }', ['answers of "all"', 'requests of "all"', 'refuse of "all"']],
  [
    'device: { reboot: { first: 2 } }',
    ['answers of {"first":2}', 'requests of {"first":2}', 'refuse of {"first":2}'],
  ],
  ['network: { partition: refuse }', ['answers of "all"', 'requests of "all"']],
  ['network: { partition: both }', ['answers of "all"']],
  ['network: { partition: { mode: requests, devices: { first: 2 } } }', ['answers of {"first":2}']],
  ['network: { partition: answers }', []],
  ['network: { loss: 20% }', []],
])('a window of %s becomes a weaker cut', ([window, cuts]) => {
  const lists = weakerOutcomes(candidate([], `[{ at: 10s, for: 5s, ${window} }]`));
  const said = lists.flat().map(({ scenario: { timeline } }) => {
    const { partition } = timeline[0]?.network ?? {};
    expect(timeline[0]).toMatchObject({ atMs: 10_000, forMs: 5_000, reboot: null, restart: false });
    return `${partition?.mode} of ${JSON.stringify(partition?.devices)}`;
  });
  expect(said).toEqual(cuts);
});
