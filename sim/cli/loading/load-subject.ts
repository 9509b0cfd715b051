import type { DeviceFactory, DeviceUnderTest, RetryPolicy } from '../../../ports/index.ts';
import { builtinSubject } from '../../builtin/index.ts';
import type { Subject, SubjectPart } from '../../run/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { modulesIn } from '../../scenario/next-settings.ts';
import type { AllowedPlace } from '../flags/allow-net.ts';
import { checkPolicy } from './check-policy.ts';
import { inTurn } from './in-turn.ts';
import { loadEdge } from './load-edge.ts';
import { sometimesIn } from './module-sometimes.ts';
import { rehearse } from './rehearsal.ts';
import type { RehearsalWorld } from './rehearsal.ts';
import { UsageError } from '../usage-error.ts';
import { exportsOf, loadInstance, looksLikeFile, userModulePath } from './user-module.ts';
import type { UserModule } from './user-module.ts';
import { wireIn } from './wire-in.ts';

/** What is under test, as the command line has it; undefined for our own. */
export interface SubjectWords {
  readonly edge: string | undefined;
  readonly device: string | undefined;
  /** A file, or a name of ours, which counts whatever a device says of itself. */
  readonly policy: string | undefined;
  /** Servers of the real world. Default: none. */
  readonly allowNet?: readonly AllowedPlace[] | undefined;
}

/** Whether any of it is code that a user brings: by name, or as the next version that one of the worlds runs. */
export function isBrought(
  { edge, device, policy }: SubjectWords,
  worlds: readonly { readonly scenario: Pick<Scenario, 'next'> }[],
): boolean {
  const bringsNext = worlds.some(({ scenario: { next } }) => modulesIn(next).length > 0);
  return (
    edge !== undefined ||
    device !== undefined ||
    (policy !== undefined && looksLikeFile(policy)) ||
    bringsNext
  );
}

/**
 * Makes what is under test, new for each run. One module may bring a policy and the device that keeps it, as the adapter
 * of a retry library does: it can be named as the one or as the other.
 */
export async function loadSubject(words: SubjectWords, scenario: Scenario): Promise<Subject> {
  const subject = { ...(await loadParts(words, scenario)), next: await loadNext(words, scenario) };
  return words.allowNet === undefined ? subject : { ...subject, allowNet: words.allowNet };
}

/** What the scenario names as the next versions. */
async function loadNext(
  { allowNet }: SubjectWords,
  scenario: Scenario,
): Promise<NonNullable<Subject['next']>> {
  const { next, fleet, zone } = scenario;
  const ours = builtinSubject(scenario);
  const around = { devices: fleet.devices, zone, allowNet, flag: 'next.device' };
  const modules = modulesIn(next);
  const edge = modules.includes('edge') ? await loadEdge(next.edge, around, 'next.edge') : ours.edge;
  const { device, policy } = modules.includes('device') ? await loadDeviceModule(next.device, around) : ours;
  return {
    ...(next.edge !== 'same' && { edge }),
    ...(next.device !== 'same' && { device, policy: policy ?? ours.policy }),
  };
}

async function loadParts(words: SubjectWords, scenario: Scenario): Promise<Subject> {
  const ours = builtinSubject(scenario);
  const around = { devices: scenario.fleet.devices, zone: scenario.zone, allowNet: words.allowNet };
  const edge = words.edge === undefined ? ours.edge : await loadEdge(words.edge, around);
  if (words.policy === undefined || !looksLikeFile(words.policy)) {
    const { device, policy } =
      words.device === undefined ? ours : await loadDeviceModule(words.device, around);
    return { edge, device, policy: words.policy === undefined ? (policy ?? ours.policy) : ours.policy };
  }
  const { policy, device } = await loadPolicyModule(words.policy, around);
  if (words.device === undefined) return { edge, device: device ?? ours.device, policy };
  if (device !== null) throw twoDevices(words.policy, words.device);
  return { edge, device: (await loadDeviceModule(words.device, around)).device, policy };
}

/** For the user who names a device beside a policy that has one. */
export function twoDevices(policyFile: string, deviceFile: string): UsageError {
  return new UsageError(
    `--policy ${policyFile}: it brings a device of its own, and --device ${deviceFile} names another. Leave one of the two out.`,
  );
}

type AnyFunction = (...values: readonly unknown[]) => unknown;

/** Users' functions are called through here: what they return is checked where it is used, not believed. */
function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

/** An object with a function under that name, which is what makes it what it is. */
function isMade<Made extends object>(value: unknown, name: keyof Made): value is Made {
  return typeof value === 'object' && value !== null && isFunction(Reflect.get(value, name));
}

/** What a device may have besides `record`. */
const OPTIONAL = ['ready', 'pending', 'outbox', 'reconfigure', 'stop'] as const;

/** A field that is no function is the device's own, whatever it is called: a list of its may well be its `outbox`. */
function portOf(device: DeviceUnderTest): DeviceUnderTest {
  const methodOf = (name: keyof DeviceUnderTest): AnyFunction | null => {
    const value: unknown = Reflect.get(device, name);
    return isFunction(value) ? (...given) => Reflect.apply(value, device, given) : null;
  };
  const isOwn = (name: keyof DeviceUnderTest): boolean =>
    methodOf(name) === null && Reflect.has(device, name);
  if (!OPTIONAL.some(isOwn)) return device;
  const { synchronous } = device;
  const methods = OPTIONAL.map((name) => [name, methodOf(name)] as const).filter(
    ([, method]) => method !== null,
  );
  return {
    record: (reading) => device.record(reading),
    ...(synchronous === true && { synchronous }),
    ...Object.fromEntries(methods),
  };
}

/** What a module of devices is loaded for. */
interface Around extends RehearsalWorld {
  readonly devices: number;
  /** What named it, for messages about it. Default: `--device`. */
  readonly flag?: string;
}

/** For a policy that is looked at by itself. */
const NOWHERE: Around = { devices: 1, zone: 'UTC', allowNet: undefined };

/** The policy is what the device says of itself; null when it says nothing. */
async function loadDeviceModule(
  file: string,
  { devices, flag = '--device', ...world }: Around,
): Promise<{ readonly device: SubjectPart<DeviceFactory>; readonly policy: RetryPolicy | null }> {
  const path = userModulePath(flag, file);
  const { module } = await rehearse(flag, file, path, world);
  deviceMakerIn(`${flag} ${file}`, module);
  const { policy } = module;
  return {
    device: devicePart(flag, file, { path, module, devices }),
    policy: policy === undefined ? null : policyIn(flag, file, module),
  };
}

/** A larger fleet would load the packages of its devices for longer than it runs, and shares them. */
const DEVICES_WITH_OWN_PACKAGES = 50;

interface DeviceModule {
  readonly path: string;
  readonly module: UserModule;
  readonly devices: number;
}

function devicePart(
  flag: string,
  file: string,
  { path, module, devices }: DeviceModule,
): SubjectPart<DeviceFactory> {
  const sharesPackages = devices > DEVICES_WITH_OWN_PACKAGES;
  const factory: DeviceFactory = async (env) => {
    const make = deviceMakerIn(`${flag} ${file}`, await inTurn(() => loadInstance(path, { sharesPackages })));
    return checkedDevice(file, await make(env));
  };
  return {
    name: file,
    factory,
    foreign: true,
    sometimes: sometimesIn(`${flag} ${file}`, 'device', module),
    wire: wireIn(flag, file, module),
  };
}

function deviceMakerIn(named: string, module: UserModule): AnyFunction {
  const { createDevice } = module;
  if (isFunction(createDevice)) return createDevice;
  const found = createDevice === undefined ? exportsOf(module) : 'createDevice is no function';
  const orEdge = isFunction(module['createEdge']) ? ', or name what makes an edge with --edge' : '';
  throw new UsageError(`${named}: ${found}. Export createDevice(env)${orEdge}.`);
}

function checkedDevice(file: string, device: unknown): DeviceUnderTest {
  if (!isMade<DeviceUnderTest>(device, 'record')) {
    throw new TypeError(`createDevice of ${file} must return an object with record(reading).`);
  }
  return portOf(device);
}

/**
 * A policy, and the device that keeps it where the module brings one; null: our own device does.
 * @throws {UsageError} when there is no such module, or what it exports is no policy.
 */
export async function loadPolicyModule(
  file: string,
  { devices, ...world }: Around = NOWHERE,
): Promise<{ readonly policy: RetryPolicy; readonly device: SubjectPart<DeviceFactory> | null }> {
  const path = userModulePath('--policy', file);
  const { module } = await rehearse('--policy', file, path, world);
  const device = isFunction(module['createDevice'])
    ? devicePart('--policy', file, { path, module, devices })
    : null;
  return { policy: policyIn('--policy', file, module), device };
}

function policyIn(flag: string, file: string, module: UserModule): RetryPolicy {
  const { policy } = module;
  if (typeof policy !== 'object' || policy === null) {
    throw new UsageError(`${flag} ${file}: ${exportsOf(module)}. Export const policy: RetryPolicy.`);
  }
  return checkPolicy(flag, file, policy);
}
