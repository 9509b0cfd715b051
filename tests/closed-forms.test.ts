import { expect, test } from 'vitest';
import { scenarioFrom, traced } from './run-scenario.ts';

/** 20 devices, a reading each 3 s for 10 minutes. */
const READINGS = 4_000;

/** `faults` are lines of YAML; nothing else goes wrong, and no answer asks for a longer wait. */
function scenario(faults: string): ReturnType<typeof scenarioFrom> {
  return scenarioFrom(`
name: closed-form
description: One figure that can be computed by hand.
duration: 10m
fleet: { devices: 20, interval: 3s }
device: { policy: { name: exponential, base: 1s, cap: 30s, retries: 5 } }
${faults}
`);
}

/** Four standard errors of a mean over all readings. */
function tolerance(standardDeviation: number): number {
  return (4 * standardDeviation) / Math.sqrt(READINGS);
}

test('attempts per reading are (1 − p^6)/(1 − p) where an attempt fails with p by loss and by a 503', async () => {
  // p = 1 − 0.85 · 0.9 = 0.235, R 5: (1 − 0.235^6)/0.765 = 1.306969, sd 0.63177.
  const { result } = await traced(
    scenario(`network: { loss: 15% }
edge: { overload: { probability: 10%, retryAfter: none } }`),
    'attempts',
  );
  expect(result.ledger.generated).toBe(READINGS);
  expect(Math.abs((result.attempts.mean ?? 0) - 1.306969)).toBeLessThan(tolerance(0.63177));
});

test('the delivered share is 1 − p^6 where half of the requests are lost', async () => {
  // 1 − 0.5^6 = 0.984375; sd of one reading √(0.984375 · 0.015625) = 0.12402.
  const { result } = await traced(scenario('network: { loss: 50% }'), 'delivered');
  expect(Math.abs((result.metrics.delivered ?? 0) - 0.984375)).toBeLessThan(tolerance(0.12402));
});

test('the backoff waited per reading is Σ p^(k+1)·E_k where half of the requests are lost', async () => {
  // Σ_{k<5} 0.5^(k+1) · 2^k s = 5 · 0.5 s = 2.5 s; sd 6.04 s.
  const { result, events } = await traced(scenario('network: { loss: 50% }'), 'backoff');
  let waitedMs = 0;
  for (const event of events) {
    if (event.kind !== 'device_logged' || event.event !== 'retrying_after_backoff') continue;
    waitedMs += Number(event.fields['delay_ms']);
  }
  expect(Math.abs(waitedMs / result.ledger.generated - 2_500)).toBeLessThan(tolerance(6_040));
});
