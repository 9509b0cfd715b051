import { describe, expect, test } from 'vitest';
import { Bench, accepted, answered, timedOut } from '../testing/test-bench.ts';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';
import { OutagePause } from './outage-pause.ts';
import { createPolicy } from './policies.ts';
import type { SendOutcome } from '../../ports/index.ts';

const SETTINGS = { ...DEFAULT_DEVICE_SETTINGS.policy, retries: 2 };

/** Draws of one half: pauses of 0.5, 1, 2 s and so on, backoffs as they are set. */
function bench(answer: () => SendOutcome | null, proof: 'any' | 'edge' = 'any'): Bench {
  const policy = new OutagePause(createPolicy(SETTINGS), SETTINGS, 10);
  return new Bench({
    settings: { inFlightMax: 4, proof },
    basics: { policy },
    answer: (request) => answer() ?? accepted(request),
  });
}

describe('while nothing gets through', () => {
  test('one attempt at a time leaves, ever more seldom, and what waits uses up no retries', () => {
    let isAway = true;
    const { device, sent, clock, record } = held(bench(() => (isAway ? timedOut : null)));
    for (let index = 0; index < 20; index += 1) record();
    // Three attempts fail, then the outbox pauses: of twenty readings seventeen have not been tried.
    expect(sent).toHaveLength(3);
    // Pauses of 0.5 · 2^k seconds: in 60 s those that begin at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s end, but the last.
    clock.advance(60_000);
    expect(sent.length).toBeLessThanOrEqual(3 + 6);
    expect(device.counters().exhausted).toBe(0);
    isAway = false;
    clock.advance(120_000);
    expect(device.counters()).toMatchObject({ acknowledged: 20, exhausted: 0 });
  });

  test('what has gathered drains at the rate that is set', () => {
    let isAway = true;
    const { sent, clock, record } = held(bench(() => (isAway ? timedOut : null)));
    for (let index = 0; index < 50; index += 1) record();
    isAway = false;
    // 50 readings at 10 a second take 5 s, after a pause of 0.5 s.
    clock.advance(10_000);
    const times = sent.slice(3).map(({ atMs }) => atMs);
    expect(times).toHaveLength(50);
    for (const [index, atMs] of times.slice(1).entries())
      expect(atMs - (times[index] ?? 0)).toBeGreaterThanOrEqual(100);
  });

  test.for([
    [503, 12],
    [429, 12],
    [502, 3],
    [404, 3],
  ] as const)('an edge that answers %d: %d attempts leave at once', ([status, attempts]) => {
    // In flight are four at a time, but each is answered at once; a busy edge is asked for all twelve.
    const { sent, record } = held(bench(() => answered(status), 'edge'));
    for (let index = 0; index < 12; index += 1) record();
    expect(sent).toHaveLength(attempts);
  });
});

test('a policy keeps its own memory beside it', () => {
  const settings = { ...SETTINGS, name: 'circuit-breaker' };
  const own = createPolicy(settings);
  const policy = new OutagePause(own, settings, 10);
  expect(policy).toMatchObject({ name: 'circuit-breaker', retriesMax: own.retriesMax });
  expect(policy.delayMs(0, 0.5)).toBe(own.delayMs(0, 0.5));
  expect(
    policy.remember().mayRetry?.({ nowMs: 0, attempt: 0, failed: true, status: null, uniform: () => 0 }),
  ).toBe(true);
});

function held(of: Bench) {
  return { device: of.device, sent: of.sent, clock: of.clock, record: () => of.record() };
}
