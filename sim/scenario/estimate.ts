import { partsOf, sizesOf } from './groups.ts';
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

type Sized = Pick<Scenario, 'durationMs' | 'fleet' | 'device' | 'network' | 'timeline'>;

/** Devices × burst × duration / interval readings, each sent at most 1 + R times, again so often for second transmissions. */
export function estimate(scenario: Sized): Estimate {
  const { devices, groups } = scenario.fleet;
  const sizes = groups.length === 0 ? [devices] : sizesOf(groups, devices);
  const parts = partsOf(scenario).map((part, index) => ofPart(part.scenario, sizes[index] ?? 0));
  return {
    devices,
    readings: parts.reduce((sum, { readings }) => sum + readings, 0),
    attemptsMax: parts.reduce((sum, { attemptsMax }) => sum + attemptsMax, 0),
  };
}

function ofPart({ durationMs, fleet, device, timeline }: Sized, devices: number): Omit<Estimate, 'devices'> {
  const readings = devices * fleet.burst * Math.ceil(durationMs / fleet.intervalMs);
  const duplicates = [device.duplicate, ...timeline.map((window) => window.device.duplicate)];
  const twice = Math.max(...duplicates.map((duplicate) => duplicate?.probability ?? 0));
  const perReading = (1 + device.policy.retries) * (1 + twice);
  return { readings, attemptsMax: Math.ceil(readings * perReading) };
}

export function isAboveBudget(size: Estimate): boolean {
  return size.devices > DEVICES_BUDGET || size.attemptsMax > ATTEMPTS_BUDGET;
}
