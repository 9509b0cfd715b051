import type { Scenario } from './scenario.ts';

/** Above these a run takes hours or the memory of the machine; `force` is for those who mean it. */
export const ATTEMPTS_BUDGET = 20_000_000;
export const DEVICES_BUDGET = 1_000_000;

export interface Estimate {
  readonly devices: number;
  readonly readings: number;
  /** The most requests that devices can send: each reading with all its retries and its own second copies. */
  readonly attemptsMax: number;
}

/** Devices × duration / interval readings, each sent at most 1 + R times, again so often for second transmissions. */
export function estimate(scenario: Pick<Scenario, 'durationMs' | 'fleet' | 'device' | 'timeline'>): Estimate {
  const { devices, intervalMs } = scenario.fleet;
  const readings = devices * Math.ceil(scenario.durationMs / intervalMs);
  const duplicates = [scenario.device.duplicate, ...scenario.timeline.map(({ device }) => device.duplicate)];
  const twice = Math.max(...duplicates.map((duplicate) => duplicate?.probability ?? 0));
  const perReading = (1 + scenario.device.policy.retries) * (1 + twice);
  return { devices, readings, attemptsMax: Math.ceil(readings * perReading) };
}

export function isAboveBudget(size: Estimate): boolean {
  return size.devices > DEVICES_BUDGET || size.attemptsMax > ATTEMPTS_BUDGET;
}
