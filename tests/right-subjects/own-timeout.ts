import type { DeviceFactory } from '../../ports/index.ts';
import { PlainDevice } from '../canaries/plain-device.ts';

/** It stops to wait when it likes, not when the scenario does: it aborts its request after `timeoutMs`. */
function ownTimeout(timeoutMs: number): DeviceFactory {
  return (env) => {
    const config = typeof env.config === 'object' ? { ...env.config, timeoutMs } : env.config;
    return new PlainDevice({ ...env, config }).boot();
  };
}

/** Scenarios give a device 5 s, or less. */
export const shortTimeout = ownTimeout(2_000);
export const longTimeout = ownTimeout(60_000);
