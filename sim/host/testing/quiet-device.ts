import type { AroundSettings } from '../around-device.ts';

/** Nothing is played around the device. */
export const QUIET_DEVICE: AroundSettings = {
  drop: { probability: 0 },
  jitter: { probability: 0, maxMs: 0 },
  duplicate: { probability: 0 },
  invalid: { probability: 0 },
  timeoutMs: 5_000,
  firstSequence: 0,
};
