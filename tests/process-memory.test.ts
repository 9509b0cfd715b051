import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { scenarioFrom } from './run-scenario.ts';

interface Retries {
  readonly first: number;
  readonly made: number;
  readonly refused: number;
  readonly outcome: string;
}

/** 20 devices whose every attempt is shed for two minutes: all retries are wanted, and the policy decides on each. */
async function retriesOf(policy: string, perProcess: number, intervalS: number): Promise<Retries> {
  const scenario = scenarioFrom(`
name: process-memory
description: What devices that share a process may spend together.
duration: 2m
fleet: { devices: 20, perProcess: ${perProcess}, interval: ${intervalS}s }
device: { inFlightMax: 1000, policy: { name: ${policy}, base: 100ms, cap: 1s } }
network: { latency: 10ms }
edge: { overload: { probability: 100%, retryAfter: none } }
`);
  let first = 0;
  let made = 0;
  let refused = 0;
  const { outcome } = await run({
    scenario,
    seed: 'process',
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => {
      // What the heal lets through belongs to no budget at its limit.
      if (event.at >= 120_000_000) return;
      if (event.kind === 'attempt_sent' && event.attempt === 0) first += 1;
      if (event.kind !== 'device_logged') return;
      if (event.event === 'retrying_after_backoff') made += 1;
      if (event.event === 'retry_refused') refused += 1;
    },
  });
  return { first, made, refused, outcome };
}

describe('grpc', () => {
  test('allows four retries to each process, since each attempt of the storm takes one of ten tokens', async () => {
    // After the n-th failure 10 − n tokens are left, and a retry needs more than 5: the first four failures are retried,
    // and no success ever gives anything back. 20 processes have 80 retries, 4 have 16, one has 4.
    for (const [perProcess, retries] of [
      [1, 80],
      [5, 16],
      [20, 4],
    ] as const) {
      const { first, made, refused } = await retriesOf('grpc', perProcess, 3);
      expect(first).toBe(800);
      expect(made, `${perProcess} per process`).toBe(retries);
      // Each reading is retried, or given up at once, until its last retry is shed too: every chain ends in a refusal.
      expect(refused, `${perProcess} per process`).toBe(800);
    }
  });
});

describe('circuit-breaker', () => {
  test('lets one process probe once in 10 s, and 20 processes 20 times as often', async () => {
    // Five failures in a row open it, within the first second; then a probe after each 10 s and the round trip of 20 ms:
    // 11 within 120 s.
    const apart = await retriesOf('circuit-breaker', 1, 3);
    const together = await retriesOf('circuit-breaker', 20, 3);
    expect(apart.first + apart.made).toBeGreaterThan(15 * (together.first + together.made));
  });
});

describe('retry-budget', () => {
  test('refuses nothing where each device is a process, for 10 retries a second are more than one of them wants', async () => {
    // A reading each 0.5 s makes at most 2 · 5 = 10 retries a second, and first attempts allow 2 · 20 % on top.
    const { refused } = await retriesOf('retry-budget', 1, 0.5);
    expect(refused).toBe(0);
  });

  test('refuses most where all 20 share one budget', async () => {
    // 40 first attempts a second; a retry for every fifth, and 10 a second on top. The window spans 9 to 10 s, so it allows
    // 100 + 360/5 = 172 to 100 + 400/5 = 180 retries, of 2,000 wanted in 10 s. Within 120 s there are at most 14 windows of
    // 9 s with 180 each, and 11 of 10 s after the first, with 172 each at least, for more are wanted all the time.
    const { first, made, refused } = await retriesOf('retry-budget', 20, 0.5);
    expect(first).toBe(4_800);
    expect(made).toBeLessThanOrEqual(14 * 180);
    expect(made).toBeGreaterThanOrEqual(11 * 172);
    // A reading that was never refused took five retries, or stood in a backoff of 1 s at most (cap) when the faults ended.
    expect(refused).toBeGreaterThanOrEqual(first - made / 5 - 40);
  });
});

test.for(['exponential-jitter', 'decorrelated-jitter', 'store-and-forward'])(
  'devices of %s do not notice that they share a process',
  async (policy) => {
    expect(await retriesOf(policy, 20, 3)).toEqual(await retriesOf(policy, 1, 3));
  },
);
