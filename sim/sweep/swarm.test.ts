import { expect, test } from 'vitest';
import { FAULT_NAMES } from '../faults/index.ts';
import { parseSaid, parseScenario } from '../scenario/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { drawnSize, drawWorld, worldToYaml } from './swarm.ts';
import type { DrawnWorld } from './swarm.ts';
import { faultsOfTroubles } from './world-trouble.ts';
import { KIND_SHARES, worldKind } from './world-kind.ts';
import type { WorldKind } from './world-kind.ts';

const WORLDS = 200;
const SEEDS = Array.from({ length: WORLDS }, (_, index) => String(index + 1));

const worlds = new Map<string, DrawnWorld>();

/** Drawn once for all tests. */
function world(seed: string): DrawnWorld {
  const known = worlds.get(seed) ?? drawWorld(seed);
  worlds.set(seed, known);
  return known;
}

const scenarios = new Map<string, Scenario>();

function loaded(seed: string): Scenario {
  const known = scenarios.get(seed);
  if (known !== undefined) return known;
  const { name, said } = world(seed);
  const result = parseSaid(said, name);
  if (!result.ok) throw new Error(result.errors.map(({ path, found }) => `${path}: ${found}`).join('\n'));
  expect(result.warnings).toEqual([]);
  scenarios.set(seed, result.scenario);
  return result.scenario;
}

test('a world is a function of its seed, in whatever order worlds are drawn', () => {
  const forth = SEEDS.slice(0, 40).map((seed) => drawWorld(seed));
  const back = SEEDS.slice(0, 40)
    .toReversed()
    .map((seed) => drawWorld(seed));
  expect(back.toReversed()).toEqual(forth);
  expect(new Set(forth.map(worldToYaml)).size).toBe(40);
});

test('every world loads without a warning, expects nothing but the invariants, and is of the size that the plan weighs', () => {
  for (const seed of SEEDS.slice(0, 60)) {
    const { expect: expected, name, durationMs, fleet } = loaded(seed);
    expect(name).toBe(`swarm-${seed}`);
    expect(expected).toMatchObject({ metrics: [], violations: [], faults: [] });
    expect(expected.builtIn).toEqual({ metrics: [], violations: [] });
    const { devices, intervalMs } = fleet;
    expect({ devices, durationMs, intervalMs }).toEqual(drawnSize(seed));
    expect((devices * durationMs) / intervalMs).toBeLessThanOrEqual(
      world(seed).kind === 'crowded' ? 3_000 : 1_500,
    );
  }
});

test('a world is the same whether it is run as it was drawn or from its file', () => {
  for (const seed of SEEDS.slice(0, 20)) {
    const { name } = world(seed);
    expect(parseScenario(worldToYaml(world(seed)), name)).toMatchObject({ ok: true, scenario: loaded(seed) });
  }
});

/** Four standard deviations of how often something of that share is drawn. */
function fourOf(share: number): number {
  return 4 * Math.sqrt(WORLDS * share * (1 - share));
}

/** Half of half; none of what not all right devices stand; of limits of the edge half of that; of what a trouble of 1/5 needs 1 − 3/4 · 4/5. */
function shareOf(name: string): number {
  if (name === 'device.oldCopy') return 0;
  if (['edge.capacity', 'edge.rateLimit', 'edge.contention'].includes(name)) return 1 / 8;
  const isNeeded = [...faultsOfTroubles(new Set(['turned', 'unplugged']))].includes(name);
  return isNeeded ? 0.4 : 1 / 4;
}

test('whole families are off in half of the worlds that are about none of them, and faults of the rest in half of those', () => {
  const drawn = SEEDS.map((seed) => new Set(world(seed).faults));
  // A trouble of 1/5 turns its families on besides: 1 − 1/2 · 4/5, and of the network, which both of them need,
  // 1 − 1/2 · (4/5)². A family that is on has no fault at all in at most 2^-5 of worlds.
  for (const [player, share] of [
    ['device', 0.6],
    ['network', 0.68],
    ['edge', 0.6],
  ] as const) {
    const on = drawn.filter((faults) => [...faults].some((name) => name.startsWith(`${player}.`))).length;
    expect(Math.abs(on - WORLDS * share), player).toBeLessThan(fourOf(share) + WORLDS / 2 ** 6);
  }
  for (const name of FAULT_NAMES) {
    const on = drawn.filter((faults) => faults.has(name)).length;
    const share = shareOf(name);
    expect(Math.abs(on - WORLDS * share), name).toBeLessThanOrEqual(fourOf(share));
  }
});

test('fleets and durations are mostly small', () => {
  const sizes = SEEDS.map(drawnSize);
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[WORLDS / 2] ?? 0;
  // Evenly on a scale of factors: √(5·180) = 30 s. Of fleets 2/9 have 11 devices or more for their names, the others from 1
  // to 21: half of all have fewer than 21^(0.5 · 9/7) = 7.1.
  expect(median(sizes.map(({ devices }) => devices))).toBeLessThan(11);
  expect(median(sizes.map(({ durationMs }) => durationMs))).toBeLessThan(45_000);
});

test('each kind of world comes as often as it says, and most are plain', () => {
  const kinds = Array.from({ length: 1_200 }, (_, index) => worldKind(index / 1_200));
  const count = (kind: WorldKind): number => kinds.filter((each) => each === kind).length;
  for (const [kind, share] of KIND_SHARES) expect(count(kind), kind).toBe(1_200 * share);
  // Of 1,200: 150 each of two kinds, 100 each of two, 30 of one.
  expect(count('plain')).toBe(670);
});

/** The worlds of one kind among the first 200 seeds. */
function worldsOf(wanted: WorldKind): readonly (readonly [seed: string, world: Scenario])[] {
  const seeds = SEEDS.filter((seed) => world(seed).kind === wanted);
  expect(seeds.length).toBeGreaterThan(1);
  return seeds.map((seed) => [seed, loaded(seed)]);
}

test('where all is prompt, copies come at the instant of what they are copies of', () => {
  const longest = worldsOf('prompt').map(([, { network, timeline }]) =>
    Math.max(
      network.duplicate.maxMs * Number(network.duplicate.probability > 0),
      ...timeline.map((window) => window.network.duplicate?.maxMs ?? 0),
    ),
  );
  expect(new Set(longest)).toEqual(new Set([0]));
});

test('a crowd takes more readings than any other world, and what comes late comes after a quarter of it', () => {
  for (const [seed, { durationMs, network, timeline }] of worldsOf('crowded')) {
    const { devices, intervalMs } = drawnSize(seed);
    // The interval is rounded up to 10 ms.
    expect((devices * durationMs) / intervalMs).toBeGreaterThan(1_300);
    for (const { duplicate } of [network, ...timeline.map((window) => window.network)])
      if (duplicate !== undefined && duplicate.probability > 0)
        expect(duplicate.maxMs).toBeGreaterThanOrEqual((durationMs / 4) * 0.95);
  }
});

test('impatient devices wait a second at most, and a full edge has room for few', () => {
  for (const [, { device }] of worldsOf('impatient')) {
    expect(device.timeoutMs).toBeLessThanOrEqual(1_000);
    expect(device.policy.baseMs).toBeLessThanOrEqual(200);
  }
  for (const [, { edge }] of worldsOf('full')) expect(edge.dedupe.limit).toBeLessThanOrEqual(150);
});

test('a quarter of the worlds have batches, and without lists they are the same worlds without', () => {
  const batched = SEEDS.filter((seed) => loaded(seed).device.batch !== null);
  expect(Math.abs(batched.length - WORLDS / 4)).toBeLessThan(fourOf(1 / 4));
  for (const seed of SEEDS.slice(0, 40)) {
    const { said, name } = drawWorld(seed, { lists: false });
    const alone = parseSaid(said, name);
    const whole = loaded(seed);
    expect(alone).toMatchObject({
      ok: true,
      scenario: { ...whole, device: { ...whole.device, batch: null } },
    });
  }
});

test('a fleet whose names are alike often has two devices of each likeness', () => {
  const hostile = SEEDS.map(loaded).filter(({ fleet }) => fleet.ids === 'hostile');
  const large = hostile.filter(({ fleet }) => fleet.devices >= 18);
  // The two longest names are the 17th and the 18th. A third of the worlds is made so large, and of 65 that are hostile that
  // is 22 ± 3.8; without it a twentieth is.
  expect(large.length).toBeGreaterThan(hostile.length / 6);
});

test('where devices are unplugged they lose power three times with disks that are rough all along, full ones among them', () => {
  const unplugged = SEEDS.map(loaded).filter(
    ({ device, timeline }) =>
      device.disk !== null && timeline.filter(({ reboot }) => reboot !== null).length === 3,
  );
  // One of five worlds is about it, and chance gives few more: 40 ± 5.7, four of them are 23.
  expect(Math.abs(unplugged.length - WORLDS / 5)).toBeLessThan(23);
  const full = unplugged.filter(({ device }) => (device.disk?.full ?? 0) >= 0.1);
  expect(full.length).toBeGreaterThan(unplugged.length / 4);
});

test('wrong clocks of the edge step by more than it remembers where a world is about that, and else half of them, either way; an edge may name a wrong day', () => {
  const offsets = SEEDS.flatMap((seed) => {
    const { edge, timeline, expect: expected } = loaded(seed);
    const clocks = [edge.clock, ...timeline.map((window) => window.edge.clock ?? null)].filter(
      (clock) => clock !== null,
    );
    const far = clocks.filter(({ offsetMs }) => Math.abs(offsetMs) > edge.dedupe.ttlMs);
    if (far.length > 0)
      expect(expected.mayBreak.map(({ invariant }) => invariant)).toContain('drains-after-heal');
    return clocks.length === 0 ? [] : [far.map(({ offsetMs }) => Math.sign(offsetMs))];
  });
  const far = offsets.filter((signs) => signs.length > 0).length;
  // A clock is wrong in 1/5, all of them far, and in a quarter of the rest, half of them far: 0.3 of 0.4.
  expect(Math.abs(far - offsets.length * 0.75)).toBeLessThan(4 * Math.sqrt(offsets.length * 0.75 * 0.25));
  expect(new Set(offsets.flat())).toEqual(new Set([-1, 1]));
});

test('no device asks for proof that only our own edge can give', () => {
  expect(new Set(SEEDS.slice(0, 40).map((seed) => loaded(seed).device.proof))).toEqual(new Set(['any']));
});

test('a copy may be stored again where the edge restarts or crashes, and nowhere else', () => {
  const seeds = SEEDS.slice(0, 50);
  const restarts = seeds.map((seed) =>
    world(seed).faults.some((name) => name === 'edge.restart' || name === 'edge.crash'),
  );
  expect(restarts).toContain(true);
  const excused = seeds.map((seed) =>
    loaded(seed)
      .expect.mayBreak.map(({ invariant }) => invariant)
      .filter((invariant) => invariant === 'accepted-once'),
  );
  expect(excused).toEqual(restarts.map((does) => (does ? ['accepted-once'] : [])));
});

test('there are readings in every world, also where they come at random', () => {
  // An interval is rounded up to 10 ms, of 100 ms at least: so a tenth fewer at most.
  for (const { devices, intervalMs, durationMs } of SEEDS.map(drawnSize))
    expect((devices * durationMs) / intervalMs).toBeGreaterThan(9);
});

test('readings may wait for ever where the edge is full, days off, or devices are impatient, and nowhere else', () => {
  for (const seed of SEEDS.slice(0, 50)) {
    const mayWait = loaded(seed).expect.mayBreak.some(({ invariant }) => invariant === 'drains-after-heal');
    const isDaysOff = worldToYaml(world(seed)).includes('names the day');
    expect(mayWait).toBe(isDaysOff || ['full', 'impatient'].includes(world(seed).kind));
  }
});

test('whatever is drawn is drawn with some strength, also what is nothing by default', () => {
  const clocks = SEEDS.map((seed) => worldToYaml(world(seed))).filter((yaml) => yaml.includes('clock:'));
  expect(clocks.length).toBeGreaterThan(0);
  expect(clocks.filter((yaml) => yaml.includes('offset: 0s'))).toEqual([]);
  expect(clocks.some((yaml) => /offset: -\d/.test(yaml))).toBe(true);
});

test('a smaller fleet is the same world with fewer devices, and no fault names one that is gone', () => {
  for (const seed of SEEDS.slice(0, 40)) {
    const { said, name, faults } = drawWorld(seed, { devicesMax: 1 });
    expect(faults).toEqual(world(seed).faults);
    expect(parseSaid(said, name)).toMatchObject({ ok: true, scenario: { fleet: { devices: 1 } } });
  }
});

test('a disk that is full finds room for some of what is measured, where devices are hardly ever up', () => {
  // 8 devices measure each 1.3 s, and are up for 2.2 of 10 s: 13.6 readings. None is taken with a probability of e^-10 where
  // e^(-10 / 13.6) = 0.479 of syncs find no room; 69 % were drawn.
  expect(loaded('2713').device.disk).toMatchObject({ full: 0.47 });
});
