import { expect, test } from 'vitest';
import type { Atom } from '../run/index.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import type { Candidate } from './candidate.ts';
import { likelySamples, samplesInParts, samplesOf, withSamples } from './fewer-readings.ts';
import type { Trial } from './laboratory.ts';

const SCENARIO = scenarioFrom(`
name: few
description: Few devices.
duration: 10s
fleet: { devices: 2 }
device: { firstSequence: 100 }
`);

function loss(reading: number, device = 'device-001'): Atom {
  return { fault: 'network.loss', device, reading, attempt: 0, copy: 0 };
}

const CANDIDATE: Candidate = {
  scenario: SCENARIO,
  draws: [loss(103), loss(107), loss(103, 'device-002')],
  families: [],
  devices: ['device-001', 'device-002'],
  samples: [],
};

const TRIAL: Trial = {
  fingerprint: '',
  failures: [
    { signature: 'x', isExpectation: false, at: 0, devices: ['device-001'], reading: 109, message: '' },
  ],
  acted: [],
  readings: 20,
};

test('what is accused or acted on is tried alone first, then all that came until then', () => {
  const [first, second] = samplesOf(CANDIDATE, TRIAL);
  expect(first).toEqual({ device: 'device-001', count: 20, touched: [3, 7, 9] });
  expect(second).toEqual({ device: 'device-002', count: 20, touched: [3] });
  expect(first === undefined ? [] : likelySamples(first)).toEqual([
    [3, 7, 9],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  ]);
});

test('where nothing is known a few are tried, never as many as there are', () => {
  expect(likelySamples({ device: 'device-001', count: 4, touched: [] })).toEqual([[0], [0, 1]]);
});

test('many readings are cut in 16 parts at most, few one by one, the later ones first', () => {
  expect(samplesInParts({ device: 'device-001', count: 3, touched: [] })).toEqual([[2], [1], [0]]);
  // 33 in parts of 3.
  expect(samplesInParts({ device: 'device-001', count: 33, touched: [] }).length).toBe(11);
  expect(samplesInParts({ device: 'device-001', count: 33, touched: [] })[0]).toEqual([30, 31, 32]);
});

test('draws follow their readings, and a cut of a cut names the samples of the whole', () => {
  const some = withSamples(CANDIDATE, 'device-001', [3, 7, 9]);
  expect(some.draws).toEqual([loss(100), loss(101), loss(103, 'device-002')]);
  const fewer = withSamples(some, 'device-001', [1, 2]);
  expect(fewer.samples).toEqual([{ device: 'device-001', taken: [7, 9] }]);
  expect(fewer.draws).toEqual([loss(100), loss(103, 'device-002')]);
});
