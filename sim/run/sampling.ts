import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Reading } from '../../protocol/index.ts';
import { OwnerStreams } from '../random/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Arrivals } from './arrivals.ts';
import { isTwin } from './hostile-sensor.ts';
import { sensorOf } from './sensors.ts';

/** Whose sensor measures. */
interface Sampled {
  readonly id: string;
  readonly index: number;
  record(reading: Reading): void;
}

/** Has the sensor of a device measure from its first reading to the end of the faults phase. */
export function scheduleReadings(
  device: Sampled,
  { fleet, durationMs }: Pick<Scenario, 'fleet' | 'durationMs'>,
  { kernel, random }: { readonly kernel: Kernel; readonly random: KeyedRandom },
): void {
  const untilUs = usFromMs(durationMs);
  const streams = new OwnerStreams(random, device.id);
  const arrivals = new Arrivals(fleet, streams, device.index);
  const isHostile = fleet.sensor === 'hostile';
  const measure = sensorOf(fleet.sensor, streams);
  const sample = (count: number, atMs: number): void => {
    const atUs = usFromMs(atMs);
    if (atUs >= untilUs) return;
    kernel.at(atUs, () => {
      device.record(measure(count, kernel.nowUs));
      const next = count + 1;
      sample(next, isHostile && isTwin(next) ? atMs : arrivals.nextMs(next, atMs));
    });
  };
  sample(0, arrivals.startMs);
}
