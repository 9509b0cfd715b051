import { builtinDevice } from '../../sim/builtin/index.ts';
import type { DeviceEnv, DeviceUnderTest, Fetch } from '../../ports/index.ts';

/** Our device over a `fetch` with a mistake in it, and no way to the edge beside that. */
export function deviceOver(env: DeviceEnv, fetch: Fetch): DeviceUnderTest | Promise<DeviceUnderTest> {
  const { send: _beside, ...rest } = env;
  return builtinDevice({ ...rest, fetch });
}
