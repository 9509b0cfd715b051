import { expect, test } from 'vitest';
import { candidateText } from '../reports/candidate-text.ts';
import { builtinDevice, builtinEdge } from '../sim/builtin/index.ts';
import type { DeviceFactory, EdgeFactory } from '../ports/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import type { Finding, Shrinkage } from '../sim/shrink/index.ts';
import { CANARIES } from './canaries/canaries.ts';
import type { Canary } from './canaries/canary.ts';
import { retriesWhatIsNotOk } from './canaries/devices/retries-what-is-not-ok.ts';
import { waitsThreeTimes } from './canaries/devices/waits-three-times.ts';
import { dropsBehindItsAnswer } from './canaries/edges/drops-behind-its-answer.ts';
import { noDedupe } from './canaries/edges/no-dedupe.ts';
import { storesSinglePrecision } from './canaries/edges/stores-single-precision.ts';
import { shrunk as shrinkIt } from './canaries/shrink-canary.ts';
import { scenarioCalled } from './run-scenario.ts';

type Shrunk = Extract<Shrinkage, { readonly kind: 'shrunk' }>;

function shrunk(
  scenario: Scenario,
  {
    edge = builtinEdge,
    device = builtinDevice,
    ...more
  }: Partial<Pick<Canary, 'edge' | 'device' | 'foreignEdge'>>,
): Promise<Shrinkage> {
  // Other seeds say what else matters, which no test here asks.
  return shrinkIt(scenario, '1', { edge, device, ...more, otherSeeds: 0 });
}

function only(shrinkage: Shrinkage): { readonly shrunk: Shrunk; readonly finding: Finding } {
  if (shrinkage.kind !== 'shrunk') throw new Error(`It is ${shrinkage.kind}.`);
  const [finding] = shrinkage.findings;
  if (finding === undefined) throw new Error('There is no finding.');
  return { shrunk: shrinkage, finding };
}

/** A fair sample: of each promise one, and of each way in which something can go wrong. */
const SAMPLE: readonly (readonly [mistake: string, devices: number])[] = [
  ['has no dedupe', 1],
  ['has a key without the device', 2],
  ['keeps a high-water mark only', 1],
  ['does not count what is invalid', 1],
  ['makes one retry too many', 1],
  ['waits without jitter', 1],
  ['ignores Retry-After', 1],
  ['resets its sequence at a reboot', 1],
  ['stays offline after an outage', 1],
  ['overfills its outbox', 1],
];

test.for(SAMPLE)(
  'what %s is made small: few draws, and as few devices as it takes',
  async ([mistake, devices]) => {
    const canary = CANARIES.find((each) => each.mistake === mistake);
    if (canary === undefined) throw new Error(`No canary ${mistake}.`);
    const { shrunk: found, finding } = only(await shrunk(scenarioCalled(canary.scenario), canary));
    expect(found.bound).toBeNull();
    expect(finding.candidate.devices).toHaveLength(devices);
    expect(finding.explained.length).toBeLessThanOrEqual(5);
    expect(finding.explained.every(({ isNeeded }) => isNeeded === true)).toBe(true);
    expect([finding.failure.signature, ...finding.alsoShows].join('\n')).toContain(canary.invariant);
  },
);

test.for<{
  readonly scenario: string;
  readonly edge: EdgeFactory;
  readonly device: DeviceFactory;
  readonly promises: readonly [string, string];
}>([
  {
    // Each needs lost answers: one is enough for the edge, the device waits once more.
    scenario: 'lost-ack',
    edge: noDedupe,
    device: waitsThreeTimes,
    promises: ['accepted-once', 'retry-budget'],
  },
  {
    // The edge is wrong with every reading, so also in the small run that shows what the device does.
    scenario: 'lost-ack',
    edge: storesSinglePrecision,
    device: retriesWhatIsNotOk,
    promises: ['nothing-invented', 'no-retry-after-permanent'],
  },
])('two mistakes in one run, $promises, give two findings', async ({ scenario, edge, device, promises }) => {
  const { shrunk: both } = only(await shrunk(scenarioCalled(scenario, 'duration=1m'), { edge, device }));
  const found = both.findings.map(({ failure }) => failure.signature.split(':')[0]);
  expect(new Set(found)).toEqual(new Set(promises));
  for (const { explained, candidate } of both.findings) {
    expect(explained.length).toBeLessThanOrEqual(5);
    expect(candidate.devices).toHaveLength(1);
  }
});

test('where readings share requests, those that are not needed go, and the draws that only kept the others in their lists', async () => {
  const canary = CANARIES.find(({ mistake }) => mistake === 'takes a whole list back');
  if (canary === undefined) throw new Error('No such canary.');
  const { finding } = only(await shrunk(scenarioCalled('batches', 'duration=1m'), canary));
  // A bad reading and a late copy of its list, and what else its draws need to be asked for.
  expect(finding.explained.length).toBeLessThanOrEqual(5);
  expect(finding.explained.every(({ isNeeded }) => isNeeded === true)).toBe(true);
  // Two lists of ten, at most.
  expect(finding.readings).toBeLessThanOrEqual(20);
});

test('what takes many requests at one instant is made small to one device that sends them all', async () => {
  const scenario = scenarioCalled('rush', 'duration=5s');
  const { finding } = only(await shrunk(scenario, { edge: dropsBehindItsAnswer }));
  const { fleet, device } = finding.candidate.scenario;
  // Its queue has 8 places, and the next is free after 1 ms.
  expect([finding.candidate.devices?.length, finding.readings]).toEqual([1, 9]);
  // The round numbers next to nine.
  expect([fleet.burst, device.inFlightMax]).toEqual([10, 10]);
  expect(candidateText(finding.candidate, finding.readings)).toMatch(
    / alone, 1s, 9 readings at one instant, /,
  );
});

test('what is left does no more than the failure needs', async () => {
  const { finding } = only(await shrunk(scenarioCalled('lost-ack', 'duration=30s'), { edge: noDedupe }));
  // The device waits for 5 s: what comes a second late is answered in time, what comes 10 s late is sent again before.
  expect(finding.candidate.draws).toMatchObject([{ fault: 'network.answerLoss', as: '10s late' }]);
});

test('another failure that is met on the way is told, and is no step', async () => {
  const canary = CANARIES.find(
    ({ mistake, scenario }) => mistake === 'hedges its requests' && scenario === 'timeout',
  );
  if (canary === undefined) throw new Error('No such canary.');
  const { shrunk: found, finding } = only(await shrunk(scenarioCalled('timeout'), canary));
  expect(finding.failure.signature).toBe('retry-budget: while-another-waits, of a reading');
  expect(found.newFindings.map(({ failure }) => failure.signature)).toEqual([
    'retry-budget: too-early, of a reading',
  ]);
});
