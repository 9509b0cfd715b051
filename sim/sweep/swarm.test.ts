import { expect, test } from 'vitest';
import { FAULT_NAMES } from '../faults/index.ts';
import { parseScenario } from '../scenario/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { drawnSize, drawWorld } from './swarm.ts';

const WORLDS = 200;
const SEEDS = Array.from({ length: WORLDS }, (_, index) => String(index + 1));

function loaded(seed: string): Scenario {
  const { name, yaml } = drawWorld(seed);
  const result = parseScenario(yaml, name);
  if (!result.ok) throw new Error(result.errors.map(({ path, found }) => `${path}: ${found}`).join('\n'));
  expect(result.warnings).toEqual([]);
  return result.scenario;
}

test('a world is a function of its seed, in whatever order worlds are drawn', () => {
  const forth = SEEDS.slice(0, 40).map((seed) => drawWorld(seed));
  const back = SEEDS.slice(0, 40)
    .toReversed()
    .map((seed) => drawWorld(seed));
  expect(back.toReversed()).toEqual(forth);
  expect(new Set(forth.map(({ yaml }) => yaml)).size).toBe(40);
});

test('every world loads without a warning, expects nothing but the invariants, and is of the size that the plan weighs', () => {
  for (const seed of SEEDS.slice(0, 60)) {
    const { expect: expected, name, durationMs, fleet } = loaded(seed);
    expect(name).toBe(`swarm-${seed}`);
    expect(expected).toMatchObject({ metrics: [], violations: [], faults: [] });
    expect(expected.builtIn).toEqual({ metrics: [], violations: [] });
    const { devices, intervalMs } = fleet;
    expect({ devices, durationMs, intervalMs }).toEqual(drawnSize(seed));
    expect((devices * durationMs) / intervalMs).toBeLessThanOrEqual(1_500);
  }
});

test('whole families are off in half of the worlds, and faults of the rest in half of those', () => {
  const worlds = SEEDS.map((seed) => new Set(drawWorld(seed).faults));
  // 200 draws of 1/2: 100 ± 7.1, four of them are 29. A family that is on has no fault at all in at most 2^-5 of worlds.
  for (const player of ['device', 'network', 'edge'] as const) {
    const on = worlds.filter((faults) => [...faults].some((name) => name.startsWith(`${player}.`))).length;
    expect(Math.abs(on - WORLDS / 2)).toBeLessThan(29 + WORLDS / 2 ** 6);
  }
  // 200 draws of 1/4: 50 ± 6.1, four of them are 25.
  for (const name of FAULT_NAMES) {
    const on = worlds.filter((faults) => faults.has(name)).length;
    expect(Math.abs(on - WORLDS / 4), name).toBeLessThan(25);
  }
});

test('fleets and durations are mostly small', () => {
  const sizes = SEEDS.map(drawnSize);
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[WORLDS / 2] ?? 0;
  // Evenly on a scale of factors: √(1·21) = 4.6 devices, √(5·180) = 30 s.
  expect(median(sizes.map(({ devices }) => devices))).toBeLessThan(8);
  expect(median(sizes.map(({ durationMs }) => durationMs))).toBeLessThan(45_000);
});

test('a copy may be stored again where the edge restarts or crashes, and nowhere else', () => {
  const seeds = SEEDS.slice(0, 50);
  const restarts = seeds.map((seed) =>
    drawWorld(seed).faults.some((name) => name === 'edge.restart' || name === 'edge.crash'),
  );
  expect(restarts).toContain(true);
  const excused = seeds.map((seed) => loaded(seed).expect.mayBreak.map(({ invariant }) => invariant));
  expect(excused).toEqual(restarts.map((does) => (does ? ['accepted-once'] : [])));
});

test('there are readings in every world, also where they come at random', () => {
  // An interval is rounded up to 10 ms, of 100 ms at least: so a tenth fewer at most.
  for (const { devices, intervalMs, durationMs } of SEEDS.map(drawnSize))
    expect((devices * durationMs) / intervalMs).toBeGreaterThan(9);
});

test('whatever is drawn is drawn with some strength, also what is nothing by default', () => {
  const clocks = SEEDS.map((seed) => drawWorld(seed).yaml).filter((yaml) => yaml.includes('clock:'));
  expect(clocks.length).toBeGreaterThan(0);
  expect(clocks.filter((yaml) => yaml.includes('offset: 0s'))).toEqual([]);
  expect(clocks.some((yaml) => /offset: -\d/.test(yaml))).toBe(true);
});

test('a smaller fleet is the same world with fewer devices, and no fault names one that is gone', () => {
  for (const seed of SEEDS.slice(0, 40)) {
    const { yaml, name, faults } = drawWorld(seed, 1);
    expect(faults).toEqual(drawWorld(seed).faults);
    expect(parseScenario(yaml, name)).toMatchObject({ ok: true, scenario: { fleet: { devices: 1 } } });
  }
});
