import type { DeviceFactory } from '../../../ports/index.ts';
import { builtinDevice } from '../../../sim/builtin/index.ts';

/** The source of chance was never wired up, and its stand-in gives the middle: each delay is exactly the base. */
export const waitsWithoutJitter: DeviceFactory = (env) =>
  builtinDevice({
    ...env,
    random: {
      draw: (purpose, ...key) => (purpose === 'backoff' ? 0.5 : env.random.draw(purpose, ...key)),
    },
  });
