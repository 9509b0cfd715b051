import { expect, test } from 'vitest';
import { atomKey } from '../run/index.ts';
import type { Atom } from '../run/index.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { allDevices } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { Laboratory } from './laboratory.ts';
import type { Trial } from './laboratory.ts';
import { Search } from './search.ts';

const SIGNATURE = 'wanted';

function lost(device: string, reading: number, attempt = 0): Atom {
  return { fault: 'network.loss', device, reading, attempt, copy: 0 };
}

function startOf(devices: number, draws: readonly Atom[]): Candidate {
  const scenario = scenarioFrom(
    `name: start\ndescription: All.\nduration: 10s\nfleet: { devices: ${devices} }`,
  );
  return { scenario, draws, families: [], devices: null, samples: [] };
}

/** What is left of the start, where `actedIn` tells what acts in a candidate, and `isWrong` whether it fails by that. */
async function searched(
  start: Candidate,
  world: {
    readonly readings: number;
    readonly actedIn: (candidate: Candidate) => readonly Atom[];
    readonly isWrong: (acted: readonly Atom[]) => boolean;
  },
): Promise<Candidate> {
  const run = async (candidate: Candidate): Promise<Trial> => {
    const acted = world.actedIn(candidate);
    const { device = 'device-001', reading = null } = acted.at(-1) ?? {};
    const failure = {
      signature: SIGNATURE,
      isExpectation: false,
      at: 0,
      devices: [device],
      reading,
      message: '',
    };
    return {
      fingerprint: '',
      failures: world.isWrong(acted) ? [failure] : [],
      acted,
      readings: world.readings,
    };
  };
  const laboratory = new Laboratory({
    runner: { atOnce: 1, run },
    notebook: { read: () => null, write: () => {} },
    runsMax: 1_000,
    isOver: () => null,
  });
  const search = new Search(laboratory, SIGNATURE, start, await run(start));
  await search.run();
  return search.best;
}

/** Of what would happen to each device that is there: what is listed, or all of it where its family is. */
function actedOf(candidate: Candidate, ownOf: (device: string) => readonly Atom[]): readonly Atom[] {
  const listed = new Set(candidate.draws.map(atomKey));
  return (candidate.devices ?? allDevices(candidate)).flatMap((device) => {
    const isLoose = candidate.families.some((family) => family.device === device);
    return ownOf(device).filter((atom) => isLoose || listed.has(atomKey(atom)));
  });
}

test('what a fleet did before the failure one device does later: its own draws are listed for theirs', async () => {
  const start = startOf(
    8,
    Array.from({ length: 8 }, (_, index) => lost(`device-00${index + 1}`, 0)),
  );
  // Of one device six attempts of one reading and two of the next would have been lost, had the failure not come before.
  const ownOf = (device: string): readonly Atom[] =>
    Array.from({ length: 8 }, (_, index) => lost(device, Math.floor(index / 6), index % 6));
  const { devices, draws, families } = await searched(start, {
    readings: 2,
    actedIn: (candidate) => actedOf(candidate, ownOf),
    isWrong: (acted) => acted.length >= 8,
  });
  expect(devices).toEqual(['device-008']);
  expect(families).toEqual([]);
  expect(draws.map(atomKey)).toEqual(ownOf('device-008').map(atomKey));
});

test('where it takes what a whole fleet brings, one device brings it, with draws of its own', async () => {
  const perDevice = (candidate: Candidate): number => 6_000 / candidate.scenario.fleet.intervalMs;
  const ownOf = (device: string, candidate: Candidate): readonly Atom[] =>
    Array.from({ length: perDevice(candidate) }, (_, reading) => lost(device, reading)).filter(
      ({ reading }) => reading !== null && reading % 2 === 1,
    );
  // A reading each three seconds; the second of each device is lost.
  const start = startOf(
    8,
    Array.from({ length: 8 }, (_, index) => lost(`device-00${index + 1}`, 1)),
  );
  expect(perDevice(start)).toBe(2);
  const { devices, draws, families, scenario } = await searched(start, {
    readings: 16,
    actedIn: (candidate) => actedOf(candidate, (device) => ownOf(device, candidate)),
    isWrong: (acted) => acted.length >= 8,
  });
  expect(devices).toEqual(['device-008']);
  expect(scenario.fleet.intervalMs).toBe(375);
  // More than anybody wants to read one by one.
  expect([draws, families]).toEqual([[], [{ fault: 'network.loss', device: 'device-008' }]]);
});
