import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Reading } from '../../protocol/index.ts';
import { OwnerStreams } from '../random/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Arrivals } from './arrivals.ts';
import { isTwin } from './hostile-sensor.ts';
import type { Schedule } from './schedule.ts';
import { sensorOf } from './sensors.ts';

/** Whose sensor measures. */
interface Sampled {
  readonly id: string;
  readonly index: number;
  record(reading: Reading): void;
}

interface SamplingOptions {
  readonly kernel: Kernel;
  readonly random: KeyedRandom;
  /** Whether a sample, by its count from 0, does not reach the device. */
  readonly leavesOut: (count: number) => boolean;
}

/** What a schedule has not reach a device. */
export function samplesLeftOut(schedule: Schedule | null, device: string): (count: number) => boolean {
  const some = schedule?.samples.find((each) => each.device === device);
  if (some === undefined) return () => false;
  const taken = new Set(some.taken);
  return (count) => !taken.has(count);
}

/** Has the sensor of a device measure from its first reading to the end of the faults phase. */
export function scheduleReadings(
  device: Sampled,
  { fleet, durationMs }: Pick<Scenario, 'fleet' | 'durationMs'>,
  { kernel, random, leavesOut }: SamplingOptions,
): void {
  const untilUs = usFromMs(durationMs);
  const streams = new OwnerStreams(random, device.id);
  const arrivals = new Arrivals(fleet, streams, device.index);
  const isHostile = fleet.sensor === 'hostile';
  const measure = sensorOf(fleet.sensor, streams);
  const afterMs = (count: number, atMs: number): number =>
    isHostile && isTwin(count) ? atMs : arrivals.nextMs(count, atMs);
  const sample = (from: number, fromMs: number): void => {
    let count = from;
    let atMs = fromMs;
    while (leavesOut(count) && usFromMs(atMs) < untilUs) {
      count += 1;
      atMs = afterMs(count, atMs);
    }
    const atUs = usFromMs(atMs);
    if (atUs >= untilUs) return;
    kernel.at(atUs, () => {
      device.record(measure(count, kernel.nowUs));
      sample(count + 1, afterMs(count + 1, atMs));
    });
  };
  sample(0, arrivals.startMs);
}
