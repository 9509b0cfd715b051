import { expect, test } from 'vitest';
import { runScenario } from '../sim/vitest/index.ts';
import type { DeviceFactory } from '../ports/index.ts';
import { PlainDevice } from './canaries/plain-device.ts';

/** Says what becomes of a reading in lines that nobody reads who does not look for them. */
class SpeaksLow extends PlainDevice {
  protected override say(event: string, number: number): void {
    this.env.log('debug', event, { sequence_id: number });
  }

  protected override delayMs(...about: Parameters<PlainDevice['delayMs']>): number {
    const delayMs = super.delayMs(...about);
    this.env.log('debug', 'retrying_after_backoff', { sequence_id: about[0], delay_ms: delayMs });
    return delayMs;
  }
}

const speaksLow: DeviceFactory = (env) => new SpeaksLow(env).boot();

test('words about readings are heard at whatever level they are said', async () => {
  const set = ['network.loss=60%', 'device.policy.retries=2', 'expect.delivered=">= 0%"'];
  const { result } = await runScenario('lost-ack', { seed: '1', device: speaksLow, set });
  // Three attempts, each lost with 60 %: a fifth of all and more.
  expect(result.metrics.exhausted).toBeGreaterThan(100);
  expect(result.metrics.lost).toBe(0);
  const broken = result.invariants.filter(({ verdict }) => verdict.kind === 'violated');
  expect(broken).toEqual([]);
  const budget = result.invariants.find(({ name }) => name === 'retry-budget');
  expect(budget?.verdict.kind).toBe('held');
  expect(JSON.stringify(budget)).not.toContain('upper bound');
});
