import { stringify } from 'yaml';
import { DEVICE_SETTINGS } from '../../device/settings.ts';
import { printDuration } from '../../settings/duration.ts';
import { isMapping } from '../../settings/plain.ts';
import type { Plain } from '../../settings/plain.ts';
import { FAULT_NAMES, FAULTS, NETWORK_SETTINGS } from '../faults/index.ts';
import { KeyedRandom } from '../random/index.ts';
import type { FleetSettings } from '../scenario/index.ts';
import { FLEET_SETTINGS } from '../scenario/scenario-settings.ts';
import { drawnFaults, isFarOff, READINGS_MIN, TTL_MS } from './drawn-faults.ts';
import { drawnSection, drawnSetting, logUniform } from './drawn-setting.ts';
import type { Drawing } from './drawn-setting.ts';
import { worldKind } from './world-kind.ts';
import type { WorldKind } from './world-kind.ts';

/** What all drawn worlds are called where they are counted together: no name that a file may have. */
export const SWARM = 'swarm:*';
const PURPOSE = 'swarm';

/** Mostly small: most faults need no more, and small runs are many runs. */
const SIZE = { devicesMax: 20, secondsMin: 5, secondsMax: 180, intervalMsMin: 100, intervalMsMax: 10_000 };
const READINGS_MAX = 1_500;
/** Where more keys are needed than anybody keeps by heart. */
const CROWD = { devicesMin: 4, secondsMin: 60, readingsMin: 1_500, readingsMax: 3_000 };
/** From so many devices on two of them are alike in each of the ways in which names of that kind are, hashes aside; so often there are as many. */
const ALIKE_SHARE = 1 / 3;
const ALIKE = { padded: 1, plain: 11, hostile: 18 } as const satisfies Record<FleetSettings['ids'], number>;
/** Nobody waits for it: a run ends when nothing is left on the way. What takes longer than this is stuck. */
const DRAIN = '1d';
/** Shorter than what most faults hold a request for. */
const IMPATIENCE = { timeoutMs: [20, 1_000], baseMs: [5, 200] } as const;
/** Fewer keys than half of all worlds have readings. */
const FULL_LIMITS = [3, 150] as const;
/** So often devices send several readings together, of so many at most, and wait for so many more to come. */
const BATCHES = { share: 1 / 4, size: [2, 20], intervals: [0.5, 8] } as const;

/** What an edge with a store in memory, such as ours, can't keep where it restarts. */
const FORGOTTEN = { 'accepted-once': 'the edge restarts, and a store in memory does not outlive it' };
/** Where readings may wait for ever, and why. */
const STUCK: Readonly<Partial<Record<WorldKind, Readonly<Record<string, string>>>>> = {
  full: { 'drains-after-heal': 'the edge has no room for more until it forgets, long after the drain' },
  impatient: { 'drains-after-heal': 'devices may wait for less time than any answer takes' },
};
/** Where the clock of the edge is days ahead. */
const PUT_OFF = {
  'drains-after-heal': 'an edge that names the day on which to come again may name a wrong one',
};

export interface WorldSize {
  readonly devices: number;
  readonly durationMs: number;
  readonly intervalMs: number;
}

/** A world that was drawn. */
export interface DrawnWorld {
  /** `swarm-17`. */
  readonly name: string;
  /** What its scenario file says. */
  readonly said: Plain;
  readonly kind: WorldKind;
  /** Faults that exist in it at any time, in the order of the table. */
  readonly faults: readonly string[];
}

/** What a world is drawn for, where it is not for our own pair. */
export interface Narrowing {
  /** For who makes the fleet smaller: no fault names a device that is not there. */
  readonly devicesMax?: number;
  /** Whether the edge takes several readings in one request; else each is sent by itself. */
  readonly lists?: boolean;
}

/** How large a world is: all that a plan needs to know of it. */
export function drawnSize(seed: string): WorldSize {
  return sizeOf(uniformOf(seed));
}

/**
 * The world of a seed: who is there, which faults exist and how strong, when, and by which policy devices try again.
 * Each of the three players is free of all faults in half of the worlds, and each fault of the others is off in half of
 * the rest: where everything goes wrong at once, what needs one fault alone never shows (Groce et al., Swarm Testing, 2012).
 * Some worlds are of a kind of their own besides (`world-kind.ts`), for what needs it never shows in others. A function of
 * the seed: no draw moves another. It expects nothing but that every invariant holds; where the edge restarts, it
 * may store again what it had forgotten, and where it is full, or devices are impatient, readings may wait for ever.
 *
 */
export function drawWorld(seed: string, { devicesMax = Infinity, lists = true }: Narrowing = {}): DrawnWorld {
  const uniform = uniformOf(seed);
  const drawn = sizeOf(uniform);
  const size = { ...drawn, devices: Math.min(drawn.devices, devicesMax) };
  const kind = kindOf(uniform);
  const drawing: Drawing = { uniform, devices: size.devices, pace: 'usual' };
  const { faults, base, timeline } = drawnFaults(drawing, kind, size);
  const isFar = faults.some(({ name }) => name === 'edge.clock') && isFarOff(uniform);
  const excused = {
    ...(faults.some(({ ownStand }) => !ownStand) && FORGOTTEN),
    ...STUCK[kind],
    ...(isFar && PUT_OFF),
  };
  const device = drawnSection(drawing, DEVICE_SETTINGS, ['device'], NOT_OF_DEVICE);
  const scenario = {
    name: `swarm-${seed}`,
    description: `The world that a swarm draws for seed ${seed}, a ${kind} one. Every invariant must hold.`,
    duration: printDuration(size.durationMs),
    fleet: {
      ...drawnSection(drawing, FLEET_SETTINGS, ['fleet'], NOT_OF_FLEET),
      devices: size.devices,
      perProcess: 1 + Math.floor(uniform('fleet', 'perProcess') * size.devices),
      interval: printDuration(size.intervalMs),
    },
    device: {
      ...device,
      ...(kind === 'impatient' && impatient(uniform, device)),
      ...(lists && uniform('batch') < BATCHES.share && { batch: drawnBatch(uniform, size) }),
      ...base.device,
    },
    network: {
      latency: drawnSetting(drawing, NETWORK_SETTINGS.keys.latency, ['latency']),
      ...(uniform('answerLatency') < 0.5 && {
        answerLatency: drawnSetting(drawing, NETWORK_SETTINGS.keys.answerLatency, ['answerLatency', 'way']),
      }),
      ...base.network,
    },
    edge: {
      dedupe: {
        ttl: printDuration(TTL_MS),
        ...(kind === 'full' && { limit: drawnWhole(uniform, FULL_LIMITS, 'limit') }),
      },
      ...base.edge,
    },
    timeline,
    drain: { within: DRAIN },
    ...(Object.keys(excused).length > 0 && { expect: { mayBreak: excused } }),
  };
  return {
    name: scenario.name,
    kind,
    said: scenario,
    faults: faults.map(({ name }) => name),
  };
}

/** Its scenario file. */
export function worldToYaml({ said }: DrawnWorld): string {
  return stringify(said, { lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * Drawn by themselves, or not at all: a device that takes any 2xx for an acknowledgement loses readings, as told,
 * and one that wants to have refusals proved tries again what an edge that is not ours has refused.
 */
const NOT_OF_DEVICE: ReadonlySet<string> = new Set([
  'acknowledge',
  'batch',
  'proof',
  ...FAULT_NAMES.map((name) => FAULTS[name].key),
]);
const NOT_OF_FLEET: ReadonlySet<string> = new Set(['burst', 'devices', 'groups', 'interval', 'perProcess']);

type Uniform = Drawing['uniform'];

function uniformOf(seed: string): Uniform {
  const random = new KeyedRandom(seed);
  return (...words) => random.stream(`${PURPOSE}/${words.join('/')}`, PURPOSE).draw();
}

function kindOf(uniform: Uniform): WorldKind {
  return worldKind(uniform('kind'));
}

function sizeOf(uniform: Uniform): WorldSize {
  const { devicesMax, secondsMax, intervalMsMin, intervalMsMax } = SIZE;
  const isCrowded = kindOf(uniform) === 'crowded';
  const alike = uniform('size', 'alike') < ALIKE_SHARE ? ALIKE[idsOf(uniform)] : 1;
  const devicesMin = Math.max(isCrowded ? CROWD.devicesMin : 1, alike);
  const secondsMin = isCrowded ? CROWD.secondsMin : SIZE.secondsMin;
  const [readingsMin, readingsMax] = isCrowded
    ? [CROWD.readingsMin, CROWD.readingsMax]
    : [READINGS_MIN, READINGS_MAX];
  const devices = Math.floor(logUniform(devicesMin, devicesMax + 1, uniform('size', 'devices')));
  const durationMs = Math.round(logUniform(secondsMin, secondsMax, uniform('size', 'duration'))) * 1_000;
  const leastMs = Math.max(intervalMsMin, (devices * durationMs) / readingsMax);
  const mostMs = Math.max(leastMs, Math.min(intervalMsMax, (devices * durationMs) / readingsMin));
  const intervalMs = logUniform(leastMs, mostMs, uniform('size', 'interval'));
  return { devices, durationMs, intervalMs: Math.ceil(intervalMs / 10) * 10 };
}

/** As the fleet of the world has it. */
function idsOf(uniform: Uniform): FleetSettings['ids'] {
  const { ids } = FLEET_SETTINGS.keys;
  return ids.values.parse(drawnSetting({ uniform, devices: 1, pace: 'usual' }, ids, ['fleet', 'ids']));
}

function drawnWhole(uniform: Uniform, [least, most]: readonly [number, number], word: string): number {
  return Math.round(logUniform(least, most, uniform('kind', word)));
}

/** It waits for less, and tries again sooner. */
function impatient(
  uniform: Uniform,
  device: Readonly<Record<string, Plain>>,
): Readonly<Record<string, Plain>> {
  const { timeoutMs, baseMs } = IMPATIENCE;
  const policy = isMapping(device['policy']) ? device['policy'] : {};
  return {
    timeout: printDuration(drawnWhole(uniform, timeoutMs, 'timeout')),
    policy: { ...policy, base: printDuration(drawnWhole(uniform, baseMs, 'base')) },
  };
}

function drawnBatch(uniform: Uniform, { intervalMs }: WorldSize): Plain {
  const { size, intervals } = BATCHES;
  const lingerMs = Math.round(intervalMs * logUniform(...intervals, uniform('batch', 'linger')));
  return {
    size: Math.round(logUniform(...size, uniform('batch', 'size'))),
    linger: printDuration(lingerMs),
  };
}
