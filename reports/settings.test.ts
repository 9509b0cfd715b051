import { expect, test } from 'vitest';
import { settingRows, windowText } from './settings.ts';
import { EXAMPLE_RESULT } from '../sim/run/testing/example-result.ts';
import { scenarioCalled } from '../tests/run-scenario.ts';

const { scenario } = EXAMPLE_RESULT;

function row(label: string, changed: Partial<typeof scenario>): string {
  const found = settingRows({ ...scenario, ...changed }).find(([name]) => name === label);
  return found?.[1] ?? '';
}

test('contention is named with its work, and with what losers are told', () => {
  const contention = { minMs: 10, maxMs: 50, retryAfterMs: 2000 };
  expect(row('edge', { edge: { ...scenario.edge, contention } })).toContain(
    'contention for one row, work 10ms–50ms (Retry-After 2s)',
  );
  expect(row('edge', {})).not.toContain('contention');
});

test('Poisson arrivals are told from regular ones', () => {
  const fleet = { ...scenario.fleet, arrivals: 'poisson' } as const;
  expect(row('fleet', { fleet })).toContain('Poisson readings, on average each 3s');
  expect(row('fleet', {})).toContain('a reading each 3s');
});

test('a latency of answers is named where it is another', () => {
  const answerLatency = { distribution: 'exponential', meanMs: 250 } as const;
  expect(row('network', { network: { ...scenario.network, answerLatency } })).toContain(
    'latency 20ms–80ms · latency of answers exponential, mean 250ms',
  );
  expect(row('network', {})).not.toContain('answers');
});

test('a window names the edge once, whether or not a fault names it by itself', () => {
  const timeline = scenarioCalled('three-edges').timeline.map(windowText);
  expect(timeline[1]).toBe('1m–70s: edge store away (Retry-After 1s)');
  expect(timeline[2]).toBe('90s–105s: edge stands still, then takes requests first (instance 3)');
});

test('a policy that is brought has no parameters but its name, and says in whose place it is', () => {
  const of = (policy?: string): Readonly<Record<string, string>> =>
    Object.fromEntries(settingRows(scenario, policy));
  expect(of()['policy']).toContain('5 retries');
  expect(of()).not.toHaveProperty('written for');
  expect(of('mine')).toMatchObject({ policy: 'mine', 'written for': scenario.device.policy.name });
});
