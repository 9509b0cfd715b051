import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunOptions, RunResult } from '../sim/run/index.ts';
import { simInTurn } from './command-session.ts';
import { words } from './command.ts';
import { scenarioCalled, scenarioFrom } from './run-scenario.ts';

function runOf(options: Partial<RunOptions>, ...set: readonly string[]): Promise<RunResult> {
  const scenario = scenarioCalled('timeout', 'fleet.devices=5', 'duration=60s', ...set);
  return run({ scenario, seed: '1', subject: builtinSubject(scenario), transport: 'direct', ...options });
}

describe('phases', () => {
  test('say when each began and how many readings were open then', async () => {
    const { phases, simulatedMs } = await runOf({});
    expect(phases.map(({ phase }) => phase)).toEqual(['faults', 'heal', 'drain', 'end']);
    expect(phases.map(({ atMs }) => atMs).slice(0, 3)).toEqual([0, 60_000, 60_000]);
    expect(phases[3]?.atMs).toBeLessThanOrEqual(simulatedMs);
    expect(phases[0]?.open).toBe(0);
    expect(phases[3]?.open).toBe(0);
  });

  test('stand above the verdict', async () => {
    const { stdout } = await simInTurn(words('--scenario calm --seed 1 --duration 30s --transport direct'));
    expect(stdout.trimEnd().split('\n').at(-3)).toMatch(
      /^faults 0ms · heal and drain 30s, \d+ open · end 30(\.\d+)?s, 0 open$/,
    );
  });
});

test('what did not converge is counted at the end', async () => {
  // Nothing heals latency: each answer takes longer than any client waits, and the drain is too short for the last retry.
  const { outcome, why, phases } = await runOf(
    {},
    'network.latency=20s',
    'drain.within=1s',
    'device.timeout=5s',
  );
  expect(outcome).not.toBe('passed');
  expect(why).toContain('drains-after-heal');
  expect(phases.at(-1)?.open).toBeGreaterThan(0);
});

const LATE = scenarioFrom(`
name: late
description: All is refused until the faults end, and clients are told to wait longer than the drain lasts.
duration: 60s
fleet: { devices: 2, interval: 10s }
device: { policy: fixed }
edge: { overload: { probability: 100%, retryAfter: 30s } }
drain: { within: 2s }
`);

test('what alone is late is named in the verdict', async () => {
  const { outcome, why } = await runOf({ scenario: LATE, subject: builtinSubject(LATE) });
  expect(outcome).toBe('stalled');
  expect(why).toMatch(
    /^something was still open when the time to drain was over: device-00\d, reading \d+, still open 2s after the faults ended .*waiting for a retry since .*answered 503; \d attempts?; and \d+ more$/,
  );
});

describe('shuffled ties', () => {
  test('give another run, the same each time, that keeps every promise', async () => {
    const plain = await runOf({}, 'fleet.start=together');
    const shuffled = await runOf({ shuffleTies: true }, 'fleet.start=together');
    const again = await runOf({ shuffleTies: true }, 'fleet.start=together');
    expect(shuffled.fingerprint).not.toBe(plain.fingerprint);
    expect(shuffled.fingerprint).toBe(again.fingerprint);
    expect(shuffled.outcome).toBe('passed');
    expect(plain.shuffledTies).toBeNull();
    // Five devices that record together, each 3 s: at least four ties at each of twenty instants.
    expect(shuffled.shuffledTies).toBeGreaterThanOrEqual(80);
  });

  test('are part of the line to paste, and are counted in the report', async () => {
    const { stdout } = await simInTurn(
      words('--scenario calm --seed 1 --until 5s --shuffle-ties --transport direct'),
    );
    expect(stdout).toMatch(
      /· \d+ ties in an order\ndrawn from the seed\n|ties in an order drawn from the seed/,
    );
    expect(stdout.replaceAll('\\\n    ', '')).toMatch(/npm run sim -- .*--shuffle-ties/);
  });

  test('are compared too', async () => {
    const line = 'compare --scenario herd --policies fixed,none --devices 4 --duration 30s --seeds 1 --json';
    const plain = await simInTurn(words(line));
    const shuffled = await simInTurn(words(`${line} --shuffle-ties`));
    expect(shuffled.code).toBe(plain.code);
    expect(JSON.parse(shuffled.stdout)).toHaveLength(1);
  });
});
