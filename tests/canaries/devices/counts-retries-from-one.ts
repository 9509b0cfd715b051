import type { DeviceFactory } from '../../../ports/index.ts';
import { builtinDevice } from '../../../sim/builtin/index.ts';

/** Off by one: takes the most retries for the number of the last one, counted from 0. */
export const countsRetriesFromOne: DeviceFactory = (env) => {
  const { policy } = env;
  return builtinDevice({
    ...env,
    policy: {
      name: policy.name,
      retriesMax: policy.retriesMax + 1,
      delayMs: (retryIndex, uniform) => policy.delayMs(retryIndex, uniform),
      delayBoundsMs: (retryIndex) => policy.delayBoundsMs(retryIndex),
    },
  });
};
