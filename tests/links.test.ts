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
