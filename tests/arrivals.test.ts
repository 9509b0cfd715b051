import { expect, test } from 'vitest';
import { settingsInOneLine } from '../reports/settings.ts';
import { estimate } from '../sim/scenario/estimate.ts';
import { scenarioFrom, traced } from './run-scenario.ts';

/** When each device recorded, in µs, and the timestamps that its readings carry. */
async function recorded(devices: number, interval: string, duration: string) {
  const { events } = await traced(
    scenarioFrom(`
name: arrivals
description: Readings at random times.
duration: ${duration}
fleet: { devices: ${devices}, interval: ${interval}, start: random, arrivals: poisson }
device: { inFlightMax: 1000 }
`),
    'arrivals',
  );
  const instants = new Map<string, number[]>();
  const timestamps = new Map<string, string[]>();
  for (const event of events) {
    if (event.kind !== 'reading_recorded') continue;
    instants.set(event.device, [...(instants.get(event.device) ?? []), event.at]);
    timestamps.set(event.device, [...(timestamps.get(event.device) ?? []), event.timestamp]);
  }
  return { instants, timestamps };
}

test('a further device moves no arrival of another', async () => {
  const three = await recorded(3, '2s', '1m');
  const four = await recorded(4, '2s', '1m');
  expect(three.instants.size).toBe(3);
  for (const [device, instants] of three.instants) expect(four.instants.get(device)).toEqual(instants);
});

test('as many readings as a burst has come at one instant, burst after burst, none of them twice', async () => {
  const scenario = scenarioFrom(`
name: bursts
description: Three readings at once.
duration: 10s
fleet: { devices: 2, interval: 4s, start: together, burst: 3 }
`);
  const { events, result } = await traced(scenario, 'bursts');
  const born = events.filter((event) => event.kind === 'reading_recorded');
  const ofFirst = born.filter(({ device }) => device === 'device-001');
  // At 0, 4 and 8 s, in µs, three each; by two devices 18.
  expect(ofFirst.map(({ at }) => at)).toEqual([0, 4e6, 8e6].flatMap((at) => [at, at, at]));
  expect([born.length, estimate(scenario).readings, result.outcome]).toEqual([18, 18, 'passed']);
  expect(settingsInOneLine(scenario)).toContain(
    '2 devices, 3 readings at once each 4s, all at once, for 10s',
  );
});

test('the timestamp tells the readings of one device apart, however near they come', async () => {
  // Gaps of 3 ms on average: 1 − e^(−1/3) = 28 % would be shorter than the millisecond that a timestamp can tell.
  const { instants, timestamps } = await recorded(1, '3ms', '1s');
  for (const [device, texts] of timestamps) {
    expect(texts.length).toBeGreaterThan(200);
    expect(new Set(texts).size).toBe(texts.length);
    const gapsUs = (instants.get(device) ?? []).map(
      (at, i, all) => at - (all[i - 1] ?? Number.NEGATIVE_INFINITY),
    );
    expect(Math.min(...gapsUs)).toBe(1000);
  }
});
