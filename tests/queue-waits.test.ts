import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { MetricName } from '../sim/metrics/index.ts';
import { scenarioFrom } from './run-scenario.ts';

/** 80 requests a second at a server of 100 a second. */
async function waitsMs(service: string, metric: MetricName, seeds: number): Promise<readonly number[]> {
  const scenario = scenarioFrom(`
name: queue-waits
description: Poisson arrivals at one server; nobody tries again.
duration: 30s
fleet: { devices: 80, interval: 1s, start: random, arrivals: poisson }
device: { inFlightMax: 1000, timeout: 60s, policy: none }
network: { latency: 10ms }
edge: { capacity: { rate: 100, queue: 100000, service: ${service} } }
`);
  const found: number[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const subject = builtinSubject(scenario);
    const { metrics } = await run({ scenario, seed: `waits-${seed}`, subject, transport: 'direct' });
    found.push(metrics[metric] ?? Number.NaN);
  }
  return found;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('the mean wait in the queue of M/D/1 is ρ/(2(μ − λ))', async () => {
  // 0.8/(2 · 20) s = 20 ms. Of 2,400 waits it is known to 20 ms · √(2 · 10/2400) = 1.8 ms or so, for some 10 after each other
  // tell the same; of four runs to 0.9 ms, and four of these are 3.6. M/M/1 would give 40.
  expect(Math.abs(meanOf(await waitsMs('constant', 'queueWaitMean', 4)) - 20)).toBeLessThan(3.6);
});

test('in M/M/1 one request in twenty waits for longer than ln(ρ/0.05)/(μ − λ)', async () => {
  // ln(16)/20 s = 139 ms; the waits of a busy period are alike, so each run has it to about 30 ms, and four runs to 15.
  expect(Math.abs(meanOf(await waitsMs('exponential', 'queueWaitP95', 4)) - 139)).toBeLessThan(60);
});

test('where nothing queues there is no wait to tell', async () => {
  const scenario = scenarioFrom('name: free\ndescription: No queue.\nduration: 10s\n');
  const { metrics } = await run({
    scenario,
    seed: 'free',
    subject: builtinSubject(scenario),
    transport: 'direct',
  });
  expect(metrics).toMatchObject({ queueWaitMean: null, queueWaitP95: null });
});
