import type { DeviceInput, DeviceWindowInput } from './device-input.ts';
import { policyParameters } from './policy-name.ts';
import { chance } from './resolve-network.ts';
import type { DeviceSettings, PolicySettings, Window } from './scenario.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What `input` says, each fault completed from the same fault of `base`. What it does not name stays away. */
export function overrideDevice(
  base: DeviceSettings,
  input: DeviceInput | DeviceWindowInput,
): Window['device'] {
  const over: Writable<Window['device']> = {};
  if (input.drop) over.drop = chance(base.drop, input.drop);
  if (input.duplicate) over.duplicate = chance(base.duplicate, input.duplicate);
  if (input.invalid) over.invalid = chance(base.invalid, input.invalid);
  if (input.jitter) {
    over.jitter = { ...chance(base.jitter, input.jitter), maxMs: input.jitter.max ?? base.jitter.maxMs };
  }
  return over;
}

export function resolveDevice(base: DeviceSettings, input: DeviceInput): DeviceSettings {
  return {
    ...base,
    ...overrideDevice(base, input),
    timeoutMs: input.timeout ?? base.timeoutMs,
    inFlightMax: input.inFlightMax ?? base.inFlightMax,
    outbox: {
      limit: input.outbox?.limit ?? base.outbox.limit,
      overflow: input.outbox?.overflow ?? base.outbox.overflow,
    },
    policy: resolvePolicy(base.policy, input.policy ?? {}),
    retryAfterMaxMs: input.retryAfterMax ?? base.retryAfterMaxMs,
    acknowledge: input.acknowledge ?? base.acknowledge,
  };
}

function resolvePolicy(base: PolicySettings, input: NonNullable<DeviceInput['policy']>): PolicySettings {
  const name = input.name ?? base.name;
  const baseMs = input.base ?? base.baseMs;
  // A cap that the policy ignores and nobody wrote must not be in the way of a long base.
  const capMinMs = policyParameters(name).includes('capMs') ? 0 : baseMs;
  return {
    name,
    baseMs,
    factor: input.factor ?? base.factor,
    capMs: input.cap ?? Math.max(base.capMs, capMinMs),
    jitterRatio: input.jitter ?? base.jitterRatio,
    // `--policy none` on a scenario that sets retries means: no retries.
    retries: name === 'none' ? 0 : (input.retries ?? base.retries),
  };
}
