import { expect, test } from 'vitest';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { keyOf } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { Laboratory } from './laboratory.ts';
import type { Notebook, Runner, Trial } from './laboratory.ts';

const SCENARIO = scenarioFrom('name: small\ndescription: Small.\nduration: 10s');

function candidate(devices: number): Candidate {
  return {
    scenario: { ...SCENARIO, fleet: { ...SCENARIO.fleet, devices } },
    draws: [],
    families: [],
    devices: null,
    samples: [],
  };
}

function failing(...signatures: readonly string[]): Trial {
  const failures = signatures.map((signature) => {
    return { signature, isExpectation: false, at: 0, devices: [], reading: null, message: '' };
  });
  return { fingerprint: '', failures, acted: [], readings: 0 };
}

/** Fails as wanted from three devices on; with two it fails otherwise. The smaller, the longer it takes. */
function runner(atOnce: number, ran: number[]): Runner {
  return {
    atOnce,
    run: async ({ scenario }) => {
      const { devices } = scenario.fleet;
      ran.push(devices);
      for (let turn = 0; turn < 20 - devices; turn += 1) await Promise.resolve();
      return devices >= 3 ? failing('wanted') : devices === 2 ? failing('other') : failing();
    },
  };
}

const NO_NOTES: Notebook = { read: () => null, write: () => {} };

function laboratory(atOnce: number, more: Partial<ConstructorParameters<typeof Laboratory>[0]> = {}) {
  const ran: number[] = [];
  const options = { runner: runner(atOnce, ran), notebook: NO_NOTES, runsMax: 100, isOver: () => null };
  return { ran, laboratory: new Laboratory({ ...options, ...more }) };
}

test.for([1, 2, 7])(
  'with %i at once the first in order is taken, and those before it are counted',
  async (atOnce) => {
    const { laboratory: at } = laboratory(atOnce);
    const found = await at.firstFailing([1, 2, 3, 4, 5, 6].map(candidate), 'wanted');
    expect(found?.candidate.scenario.fleet.devices).toBe(3);
    expect(at.runs).toBe(3);
    expect([...at.met.keys()]).toEqual(['other', 'wanted']);
  },
);

test.for([1, 2, 7])(
  'with %i at once a limit of runs ends the search at the same candidate',
  async (atOnce) => {
    const { laboratory: at } = laboratory(atOnce, { runsMax: 2 });
    expect(await at.firstFailing([1, 2, 3].map(candidate), 'wanted')).toBeNull();
    expect(at.bound).toBe('runs');
    expect(at.runs).toBe(2);
  },
);

test('what was run is not run again, in this search or one that goes on with its notes', async () => {
  const notes = new Map<string, Trial>();
  const notebook: Notebook = {
    read: (key) => notes.get(key) ?? null,
    write: (key, trial) => void notes.set(key, trial),
  };
  const first = laboratory(1, { notebook });
  await first.laboratory.firstFailing([1, 2].map(candidate), 'wanted');
  await first.laboratory.firstFailing([1, 2].map(candidate), 'wanted');
  expect(first.ran).toEqual([1, 2]);
  const second = laboratory(1, { notebook });
  await second.laboratory.firstFailing([1, 2, 3].map(candidate), 'wanted');
  expect(second.ran).toEqual([3]);
  expect(second.laboratory.runs).toBe(3);
});

test('the time is asked for before each run', async () => {
  let asked = 0;
  const isOver = (): 'time' | null => {
    asked += 1;
    return asked > 2 ? 'time' : null;
  };
  const { laboratory: at, ran } = laboratory(1, { isOver });
  await at.firstFailing([1, 2, 3].map(candidate), 'wanted');
  expect(at.bound).toBe('time');
  expect(ran).toEqual([1, 2]);
});

test('a candidate is another if anything of it is', () => {
  const base = candidate(3);
  const atom = { fault: 'network.loss', device: 'device-001', reading: 1, attempt: 0, copy: 0 } as const;
  const others = [
    base,
    candidate(4),
    { ...base, draws: [atom] },
    { ...base, families: [{ fault: atom.fault, device: atom.device }] },
    { ...base, devices: ['device-001'] },
  ];
  expect(new Set(others.map(keyOf)).size).toBe(others.length);
  expect(keyOf(candidate(3))).toBe(keyOf(base));
});
