/**
 * The telemetry device: the client that numbers, keeps, sends and retries readings, and what it is made with. Start
 * reading at `client.ts`; `ports/` has what it needs from outside. It runs on real hardware (`main.ts`) and inside a
 * simulation, and knows nothing of either.
 */
export { createDevice, DEAD_LETTERS_MAX } from './create-device.ts';
export type { Device, DeviceBasics, DeviceOptions, Transport } from './create-device.ts';
export type { Counters } from './counters.ts';
export type { DeadLetter } from './journal.ts';
export { DEFAULT_DEVICE_SETTINGS, parseDeviceSettings } from './settings.ts';
export type { DeviceSettings, OverflowPolicy } from './settings.ts';
export { createPolicy, isPolicyName, POLICIES, POLICY_NAMES } from './policy/policies.ts';
export type { PolicyName, PolicySettings } from './policy/policies.ts';
export { describePolicy } from './policy/describe-policy.ts';
export type { PolicyDescription } from './policy/describe-policy.ts';
export { createFetchSender } from './fetch-sender.ts';
export { echoes } from './classify-answer.ts';
export { Agent } from './agent.ts';
export type { AgentOptions } from './agent.ts';
export { createSyntheticSensor } from './sensor.ts';
export type { Sensor } from './sensor.ts';
export { MemoryDisk } from '../ports/index.ts';
export { FileDisk } from './disk/file-disk.ts';
