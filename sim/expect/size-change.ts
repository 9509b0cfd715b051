import type { Scenario } from '../scenario/scenario.ts';

/**
 * How a run compares with the one that its expectations were written for. `smaller`: fewer devices, less time or longer
 * intervals, and nothing more; `longer`: the same load for a longer time; `other`: a greater load, or more of one and
 * less of another.
 */
export type SizeChange =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'smaller' | 'longer' | 'other';
      /** A clause, as it follows "not judged". */
      readonly why: string;
    };

export function sizeChangeOf({
  durationMs,
  fleet,
  expect,
}: Pick<Scenario, 'durationMs' | 'fleet' | 'expect'>): SizeChange {
  const written = expect.writtenFor;
  const length = Math.sign(durationMs - written.durationMs);
  const devices = Math.sign(fleet.devices - written.devices);
  // Longer intervals are fewer readings.
  const rate = Math.sign(written.intervalMs - fleet.intervalMs);
  if (length === 0 && devices === 0 && rate === 0) return { kind: 'none' };
  if (length <= 0 && devices <= 0 && rate <= 0) return { kind: 'smaller', why: whySmaller(length, devices) };
  if (length > 0 && devices === 0 && rate === 0) return { kind: 'longer', why: 'the run was lengthened' };
  return { kind: 'other', why: 'the size of the run was changed' };
}

function whySmaller(length: number, devices: number): string {
  if (length < 0) return devices < 0 ? 'the run was made smaller' : 'the run was shortened';
  return devices < 0 ? 'the fleet was made smaller' : 'the readings were made fewer';
}
