import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import { scenarioFrom } from './run-scenario.ts';

/** What links do to a whole run, where the answer is known beforehand. */
async function ran(yaml: string): Promise<RunResult> {
  const scenario = scenarioFrom(`
name: links
description: Of links alone.
duration: 60s
${yaml}
`);
  return await run({ scenario, seed: 'links', subject: builtinSubject(scenario), transport: 'direct' });
}

test('a reading takes the one latency there and the other back', async () => {
  const { latency } = await ran(`
fleet: { devices: 3, interval: 1s }
network: { latency: 10ms, answerLatency: 90ms }
`);
  expect(latency).toMatchObject({ count: 180, meanMs: 100, maxMs: 100 });
});

test('a link that is narrow both ways holds each request and each answer, and both are counted', async () => {
  const { latency, faults, client } = await ran(`
fleet: { devices: 3, interval: 1s }
network: { latency: 10ms, bandwidth: { bytesPerSecond: 1e12, answers: 1000 } }
`);
  // The answers of our own edge echo the key in less than 500 bytes: never so much that they queue.
  expect(latency.meanMs).toBeGreaterThan(20 + 50);
  expect(latency.maxMs).toBeLessThan(20 + 500);
  expect(client.attempts).toBe(180);
  expect(faults['network.bandwidth']).toEqual({ injected: 360, inEffect: 360, seen: 180 });
});

/** At how many instants, of those at which all devices send, some of these devices lose their request and others not. */
async function disagreements(shared: string, indexes: readonly number[]): Promise<number> {
  const scenario = scenarioFrom(`
name: fades
description: Devices that send at the same instants, and links that are bad half of the time.
duration: 200s
fleet: { devices: 4, interval: 1s, start: together }
device: { policy: none, inFlightMax: 100 }
network: { latency: 10ms, burstLoss: { goodMean: 10s, badMean: 10s, shared: ${shared} } }
`);
  const lost = new Map<number, Set<string>>();
  await run({
    scenario,
    seed: 'fades',
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => {
      if (event.kind !== 'request_lost') return;
      lost.set(event.at, (lost.get(event.at) ?? new Set()).add(event.device));
    },
  });
  const ids = indexes.map((index) => `device-00${index + 1}`);
  return [...lost.values()].filter((devices) => {
    const here = ids.filter((id) => devices.has(id)).length;
    return here > 0 && here < ids.length;
  }).length;
}

test('what shares its fades loses all of an instant or nothing, and what does not disagrees', async () => {
  expect(await disagreements('fleet', [0, 1, 2, 3])).toBe(0);
  expect(await disagreements('2', [0, 1])).toBe(0);
  expect(await disagreements('2', [2, 3])).toBe(0);
  // Two links that are bad half of the time by themselves differ half of the time: at 100 of 200 instants on average. They
  // agree or not for 5 s at a time, so those are some 40 independent looks: 20 ± 3.2 of them, four of which leave 36 instants.
  expect(await disagreements('2', [0, 2])).toBeGreaterThan(36);
  expect(await disagreements('none', [0, 1])).toBeGreaterThan(36);
});

async function burstLengthOf(network: string): Promise<number> {
  const { metrics } = await ran(`
fleet: { devices: 30, interval: 1s }
device: { policy: none, inFlightMax: 100 }
network: { latency: 10ms, ${network} }
`);
  return metrics.burstLength ?? Number.NaN;
}

test('independent losses come in runs of 1/(1 − p), those of a fading link in longer ones', async () => {
  // Of 1,800 requests half are lost, in 450 runs of 2 on average, with a standard deviation of √p/(1 − p) = 1.41 each:
  // ± 0.067, and a little less where the end cuts a run off (30 of 450). Four of them, and that.
  expect(Math.abs((await burstLengthOf('loss: 50%')) - 2)).toBeLessThan(0.27 + 0.07);
  // A link that is bad half of the time for 4 s on average is bad a second later with 1/2 + 1/2 · e^(−1/4 − 1/4) = 80.3 %:
  // 5.08 requests in a row, in some 177 runs with a deviation of 4.6 each, so ± 0.34; 30 of the 60 ends of the run cut one off.
  const faded = await burstLengthOf('burstLoss: { goodMean: 4s, badMean: 4s }');
  expect(Math.abs(faded - 5.08)).toBeLessThan(4 * 0.34 + 0.4);
  expect(faded).toBeGreaterThan(3);
});
