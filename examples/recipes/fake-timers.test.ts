/** A retry loop under fake timers, and the same library in a simulated world. */
import { join } from 'node:path';
import pRetry from 'p-retry';
import { expect, test, vi } from 'vitest';
import { runScenario } from '../../sim/vitest/index.ts';

test('fake timers that jump an hour leave p-retry at its second attempt', async () => {
  vi.useFakeTimers();
  try {
    let attempts = 0;
    let isOver = false;
    const send = async (): Promise<void> => {
      attempts += 1;
      throw new Error('503');
    };
    const done = pRetry(send, { retries: 3 }).then(
      () => {},
      () => void (isOver = true),
    );
    // The first attempt fails, and its wait is set, in promises that must be let run first.
    await settled();
    vi.advanceTimersByTime(3_600_000);
    await settled();
    // The wait before the third was set after the jump: awaiting `done` here would hang.
    expect({ attempts, isOver }).toEqual({ attempts: 2, isOver: false });
    await vi.runAllTimersAsync();
    await done;
    expect({ attempts, isOver }).toEqual({ attempts: 4, isOver: true });
  } finally {
    vi.useRealTimers();
  }
});

/** More rounds of promises than one attempt takes. */
async function settled(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}

test('what p-retry sends again arrives once', async () => {
  const device = join(import.meta.dirname, '..', 'p-retry-device.ts');
  const ran = await runScenario('lost-ack', {
    seed: '1',
    device,
    set: ['fleet.devices=2', 'duration=1m'],
  });
  expect(ran).toHavePassed();
  // 40 readings, three answers of ten lost: (1 − 0.3^6)/(1 − 0.3) = 1.43 attempts each in the mean, 57; 16 less are four
  // standard deviations (0.78 each), and 40 would be none sent again.
  expect(ran.result.metrics.attempts).toBeGreaterThan(41);
});
