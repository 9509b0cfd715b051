import { describe, expect, test } from 'vitest';
import { builtinDevice } from '../sim/builtin/index.ts';
import { INVARIANT_NAMES } from '../sim/check/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { faultsOf } from '../sim/run/window-faults.ts';
import { CANARIES } from './canaries/canaries.ts';
import type { Canary } from './canaries/canary.ts';
import { behindACaptivePortal } from './canaries/edges/behind-a-captive-portal.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { plainEdge } from './canaries/plain-edge.ts';
import { load, resultOf, runWith } from './canaries/run-canary.ts';

/** In at most so many runs a mistake must show. */
const SEEDS = ['1', '2', '3', '4', '5'];

const FEW = 3;

function withFew(scenario: Scenario): Scenario {
  return { ...scenario, fleet: { ...scenario.fleet, devices: Math.min(FEW, scenario.fleet.devices) } };
}

function titleOf({ part, mistake, invariant, scenario }: Canary): string {
  const article = part === 'edge' ? 'an' : 'a';
  return `${article} ${part} that ${mistake} breaks ${invariant} in ${scenario}`;
}

// That our own edge and device keep the promise in the same scenario is what the baselines of `sim check` say, of three seeds each.
describe('a mistake is found', () => {
  test.for(CANARIES.map((canary) => [titleOf(canary), canary] as const))('%s', async ([, canary]) => {
    const { scenario: name, invariant, edge, device } = canary;
    const scenario = load(name);
    // A further device leaves the runs of all others as they are (`independence.test.ts`): what a few show, the whole fleet shows.
    const hunt = [[withFew(scenario), '1'] as const, ...SEEDS.map((seed) => [scenario, seed] as const)];
    let caught: RunResult | null = null;
    for (const [world, seed] of hunt) {
      const result = await runWith(world, seed, edge, device, canary);
      if (resultOf(result, invariant).verdict.kind !== 'violated') continue;
      caught = result;
      break;
    }
    expect(caught, `${invariant} held in all of ${SEEDS.length} seeds`).not.toBeNull();
    expect(caught?.outcome).not.toBe('passed');
  });

  test.for(INVARIANT_NAMES)('%s is broken by at least one canary', (invariant) => {
    expect(CANARIES.map((canary) => canary.invariant)).toContain(invariant);
  });
});

/** Mistakes that nothing else in their scenario shows, each with all faults that do. */
const BY_ONE_FAULT = [
  ['swallows that its store is away', 'edge.storeOutage', 'edge.disk'],
  ['answers for the first', 'edge.freeze'],
  ['stores a list behind its answer', 'edge.storeOutage', 'edge.disk'],
  ['remembers after its answer', 'edge.crash'],
  ['reads the newest again', 'edge.crash'],
  ['leases its claims', 'edge.freeze'],
  ['ignores what is stale', 'device.clock'],
  ['throws away what is old', 'device.unsetClock'],
  ['sends what it cannot keep', 'device.disk'],
  ['skips what it cannot read', 'device.damage'],
  ['counts in a file only', 'device.oldCopy'],
  ['makes up for lost time', 'device.freeze'],
] as const;

test.for(BY_ONE_FAULT)('that it %s does not show without the windows of %s', async ([mistake, ...faults]) => {
  const canary = CANARIES.find((each) => each.mistake === mistake);
  if (canary === undefined) throw new Error(`There is no canary that ${mistake}.`);
  const { edge, device, invariant, scenario: name } = canary;
  const scenario = load(name);
  const shows: ReadonlySet<string> = new Set(faults);
  const timeline = scenario.timeline.filter((window) => !faultsOf(window).some((fault) => shows.has(fault)));
  expect(timeline.length).toBeLessThan(scenario.timeline.length);
  const result = await runWith({ ...scenario, timeline }, '1', edge, device);
  expect(resultOf(result, invariant).verdict.kind).toBe('held');
});

/** Where the control cannot be right: a Map does not outlive a crash, nor is it that of another instance. */
const BEYOND = ['crash-in-a-crowd', 'edge-crash', 'edge-disk', 'mixed-versions', 'three-edges'];

/** Each other scenario once in which an edge is caught. */
function scenariosOfEdges(): readonly string[] {
  const names = CANARIES.filter(({ part }) => part === 'edge').map(({ scenario }) => scenario);
  return [...new Set(names)].filter((name) => !BEYOND.includes(name));
}

function brokenIn({ invariants }: RunResult): readonly string[] {
  return invariants
    .filter(({ verdict, expectedBecause }) => verdict.kind === 'violated' && expectedBecause === null)
    .map(({ name }) => name);
}

// The plain device is held to every expectation of every scenario by `right-subjects.test.ts`.
describe('nothing is found where there is no mistake', () => {
  test.for(scenariosOfEdges())('the edge that the canaries are made of keeps all in %s', async (name) => {
    const result = await runWith(withFew(load(name)), '1', plainEdge, builtinDevice);
    expect(result.metrics.stored).toBeGreaterThan(0);
    expect(brokenIn(result)).toEqual([]);
  });

  test.for([
    ['ours', builtinDevice],
    ['the plain one', plainDevice],
  ] as const)(
    'a device that looks for the echo (%s) passes storm behind a captive portal',
    async ([, device]) => {
      const result = await runWith(load('storm'), '1', behindACaptivePortal, device);
      // 2,000 readings and more attempts, one in ten answered by the portal.
      expect(result.client.notEchoed).toBeGreaterThan(100);
      expect(resultOf(result, 'acknowledged-means-stored').verdict.kind).toBe('held');
      expect(result.outcome).toBe('passed');
    },
  );
});
