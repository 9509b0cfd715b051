import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { itemsOfShard } from './shards.ts';
import { drawnSize, SWARM } from './swarm.ts';
import { failedFirst, itemsOf, planHash } from './sweep-plan.ts';
import type { SweepPlan } from './sweep-plan.ts';

function scenario(name: string, devices: number, seconds: number): Scenario {
  return scenarioFrom(`name: ${name}\nduration: ${seconds}s\nfleet: { devices: ${devices} }`);
}

const SMALL = scenario('small', 1, 10);
const LARGE = scenario('large', 20, 60);

function plan(changes: Partial<SweepPlan> = {}): SweepPlan {
  return {
    version: '1.0.0',
    scenarios: [SMALL, LARGE],
    swarm: false,
    seeds: ['1', '2', '3'],
    first: [],
    transport: 'direct',
    interleave: true,
    shuffleTies: false,
    subject: {},
    ...changes,
  };
}

describe('the runs of a plan', () => {
  test('of a swarm are one for each seed, weighed by what is drawn for it', () => {
    const first = [
      { scenario: SWARM, seed: '9' },
      { scenario: 'small', seed: '1' },
    ];
    const items = itemsOf(plan({ scenarios: [], swarm: true, seeds: ['7', '8'], first }));
    expect(items.map(({ scenario, seed }) => [scenario, seed])).toEqual([
      [SWARM, '9'],
      [SWARM, '7'],
      [SWARM, '8'],
    ]);
    const { devices, durationMs } = drawnSize('9');
    expect(items[0]?.weight).toBe((devices * durationMs) / 1000);
  });

  test('go seed by seed, so that a budget of time meets every scenario', () => {
    const items = itemsOf(plan({ seeds: ['7', '8'] }));
    expect(items).toEqual([
      { index: 0, scenario: 'small', seed: '7', weight: 10 },
      { index: 1, scenario: 'large', seed: '7', weight: 1200 },
      { index: 2, scenario: 'small', seed: '8', weight: 10 },
      { index: 3, scenario: 'large', seed: '8', weight: 1200 },
    ]);
  });

  test('are handed out with those first that failed before, each once, and without those of other scenarios', () => {
    const first = [
      { scenario: 'large', seed: '3' },
      { scenario: 'gone', seed: '1' },
      { scenario: 'small', seed: '99' },
      { scenario: 'small', seed: '99' },
    ];
    const asked = plan({ first });
    const said = failedFirst(itemsOf(asked), asked).map((item) => `${item.scenario} ${item.seed}`);
    expect(said.slice(0, 3)).toEqual(['small 99', 'large 3', 'small 1']);
    // Six of the seeds, and the one that is none of them.
    expect(said).toHaveLength(7);
    expect(new Set(said).size).toBe(7);
  });

  test('keep their places when one of them fails, so that a sweep goes on and its shards stay of one plan', () => {
    const after = plan({
      first: [
        { scenario: 'large', seed: '3' },
        { scenario: 'gone', seed: '1' },
      ],
    });
    expect(itemsOf(after)).toEqual(itemsOf(plan()));
    expect(planHash(after)).toBe(planHash(plan()));
  });
});

describe('shards', () => {
  test('are the plan together, each run once, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 30 }), (of, seeds) => {
        const items = itemsOf(plan({ seeds: Array.from({ length: seeds }, (_, seed) => String(seed)) }));
        const shards = Array.from({ length: of }, (_, index) =>
          itemsOfShard(items, { index: index + 1, of }),
        );
        const indices = shards.flat().map(({ index }) => index);
        expect(indices.toSorted((a, b) => a - b)).toEqual(items.map(({ index }) => index));
      }),
    );
  });

  test('are even by weight, where by count one would have twice the work of the other', () => {
    // Ten runs of 1,200 and ten of 10: by count, every second one, one shard would have all that is large.
    const items = itemsOf(plan({ seeds: Array.from({ length: 10 }, (_, seed) => String(seed)) }));
    const loads = [1, 2].map((index) => {
      return itemsOfShard(items, { index, of: 2 }).reduce((sum, { weight }) => sum + weight, 0);
    });
    expect(loads).toEqual([6050, 6050]);
  });
});

describe('the hash of a plan', () => {
  test.for<[what: string, changes: Partial<SweepPlan>]>([
    ['version', { version: '1.0.1' }],
    ['a swarm', { swarm: true }],
    ['a setting', { scenarios: [SMALL, scenario('large', 21, 60)] }],
    ['the order of scenarios', { scenarios: [LARGE, SMALL] }],
    ['seeds', { seeds: ['1', '2'] }],
    ['what failed before and no seed makes', { first: [{ scenario: 'small', seed: '9' }] }],
    ['transport', { transport: 'inject' }],
    ['interleaving', { interleave: false }],
    ['the order of ties', { shuffleTies: true }],
    ['code under test', { subject: { edge: './app.ts 00ff' } }],
  ])('changes with %s', ([, changes]) => {
    expect(planHash(plan(changes))).not.toBe(planHash(plan()));
  });

  test('does not change with the order in which words are given', () => {
    const [a, b] = [
      plan({ subject: { edge: 'x', device: 'y' } }),
      plan({ subject: { device: 'y', edge: 'x' } }),
    ];
    expect(planHash(a)).toBe(planHash(b));
  });
});
