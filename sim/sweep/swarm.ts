import { stringify } from 'yaml';
import { DEVICE_SETTINGS } from '../../device/settings.ts';
import { printDuration } from '../../settings/duration.ts';
import type { Plain } from '../../settings/plain.ts';
import { FAULT_NAMES, FAULTS, NETWORK_SETTINGS } from '../faults/index.ts';
import type { Fault } from '../faults/index.ts';
import { KeyedRandom } from '../random/index.ts';
import { FLEET_SETTINGS } from '../scenario/scenario-settings.ts';
import { drawnSection, drawnSetting, logUniform } from './drawn-setting.ts';
import type { Drawing } from './drawn-setting.ts';

/** What all drawn worlds are called where they are counted together: no name that a file may have. */
export const SWARM = 'swarm:*';
const PURPOSE = 'swarm';

/** Mostly small: most faults need no more, and small runs are many runs. */
const SIZE = { devicesMax: 20, secondsMin: 5, secondsMax: 180, intervalMsMin: 100, intervalMsMax: 10_000 };
const READINGS_MAX = 1_500;
/** On average, for readings may come at random: none at all has a probability of e^-10. */
const READINGS_MIN = 10;
const WINDOWS_MAX = 3;
/** Nobody waits for it: a run ends when nothing is left on the way. What takes longer than this is stuck. */
const DRAIN = '1d';
/** Longer than any run: an edge that forgets stores again, as it must. */
const TTL = '3d';

/** What an edge with a store in memory, such as ours, can't keep where it restarts. */
const FORGOTTEN = { 'accepted-once': 'the edge restarts, and a store in memory does not outlive it' };

const PLAYERS = ['device', 'network', 'edge'] as const;

export interface WorldSize {
  readonly devices: number;
  readonly durationMs: number;
  readonly intervalMs: number;
}

/** A world that was drawn, as a scenario file has it. */
export interface DrawnWorld {
  /** `swarm-17`. */
  readonly name: string;
  readonly yaml: string;
  /** Faults that exist in it at any time, in the order of the table. */
  readonly faults: readonly string[];
}

/** How large a world is: all that a plan needs to know of it. */
export function drawnSize(seed: string): WorldSize {
  return sizeOf(uniformOf(seed));
}

/**
 * The world of a seed: who is there, which faults exist and how strong, when, and by which policy devices try again.
 * Each of the three players is free of all faults in half of the worlds, and each fault of the others is off in half of
 * the rest: where everything goes wrong at once, what needs one fault alone never shows (Groce et al., Swarm Testing, 2012).
 * A function of the seed: no draw moves another. It expects nothing but that every invariant holds; where the edge restarts, it
 * may store again what it had forgotten.
 *
 * @param devicesMax for who makes the fleet smaller: no fault names a device that is not there
 */
export function drawWorld(seed: string, devicesMax = Infinity): DrawnWorld {
  const uniform = uniformOf(seed);
  const drawn = sizeOf(uniform);
  const size = { ...drawn, devices: Math.min(drawn.devices, devicesMax) };
  const drawing: Drawing = { uniform, devices: size.devices };
  const faults = drawnFaults(uniform);
  const base = new Map<string, Record<string, Plain>>(PLAYERS.map((player) => [player, {}]));
  const timeline: Plain[] = [];
  for (const fault of faults) {
    const words = ['fault', fault.name];
    const isMoment = fault.setting.kind === 'quantity';
    if (!isMoment && uniform(...words, 'always') < 0.5)
      Object.assign(base.get(fault.player) ?? {}, {
        [fault.key]: drawnSetting(drawing, fault.setting, words),
      });
    else timeline.push(...windowsOf(drawing, fault, size));
  }
  const device = drawnSection(drawing, DEVICE_SETTINGS, ['device'], NOT_OF_DEVICE);
  const scenario = {
    name: `swarm-${seed}`,
    description: `The world that a swarm draws for seed ${seed}. Every invariant must hold.`,
    duration: printDuration(size.durationMs),
    fleet: {
      ...drawnSection(drawing, FLEET_SETTINGS, ['fleet'], NOT_OF_FLEET),
      devices: size.devices,
      perProcess: 1 + Math.floor(uniform('fleet', 'perProcess') * size.devices),
      interval: printDuration(size.intervalMs),
    },
    device: { ...device, ...base.get('device') },
    network: {
      latency: drawnSetting(drawing, NETWORK_SETTINGS.keys.latency, ['latency']),
      ...(uniform('answerLatency') < 0.5 && {
        answerLatency: drawnSetting(drawing, NETWORK_SETTINGS.keys.answerLatency, ['answerLatency', 'way']),
      }),
      ...base.get('network'),
    },
    edge: { dedupe: { ttl: TTL }, ...base.get('edge') },
    timeline,
    drain: { within: DRAIN },
    ...(faults.some(({ ownStand }) => !ownStand) && { expect: { mayBreak: FORGOTTEN } }),
  };
  return {
    name: scenario.name,
    yaml: stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false }),
    faults: faults.map(({ name }) => name),
  };
}

/** Drawn by themselves, or not at all: a device that takes any 2xx for an acknowledgement loses readings, as told. */
const NOT_OF_DEVICE: ReadonlySet<string> = new Set([
  'acknowledge',
  'batch',
  ...FAULT_NAMES.map((name) => FAULTS[name].key),
]);
const NOT_OF_FLEET: ReadonlySet<string> = new Set(['devices', 'groups', 'interval', 'perProcess']);

type Uniform = Drawing['uniform'];

function uniformOf(seed: string): Uniform {
  const random = new KeyedRandom(seed);
  return (...words) => random.stream(`${PURPOSE}/${words.join('/')}`, PURPOSE).draw();
}

function sizeOf(uniform: Uniform): WorldSize {
  const { devicesMax, secondsMin, secondsMax, intervalMsMin, intervalMsMax } = SIZE;
  const devices = Math.floor(logUniform(1, devicesMax + 1, uniform('size', 'devices')));
  const durationMs = Math.round(logUniform(secondsMin, secondsMax, uniform('size', 'duration'))) * 1_000;
  const leastMs = Math.max(intervalMsMin, (devices * durationMs) / READINGS_MAX);
  const mostMs = Math.max(leastMs, Math.min(intervalMsMax, (devices * durationMs) / READINGS_MIN));
  const intervalMs = logUniform(leastMs, mostMs, uniform('size', 'interval'));
  return { devices, durationMs, intervalMs: Math.ceil(intervalMs / 10) * 10 };
}

function drawnFaults(uniform: Uniform): readonly Fault[] {
  const players = new Set(PLAYERS.filter((player) => uniform('family', player) < 0.5));
  return FAULT_NAMES.map((name): Fault => FAULTS[name]).filter(
    ({ name, player }) => players.has(player) && uniform('exists', name) < 0.5,
  );
}

/** One to three stretches that do not touch, each with a strength of its own. */
function windowsOf(drawing: Drawing, fault: Fault, { durationMs }: WorldSize): readonly Plain[] {
  const { uniform } = drawing;
  const words = ['window', fault.name];
  const windows = 1 + Math.floor(uniform(...words) * WINDOWS_MAX);
  const roomMs = durationMs / windows;
  return Array.from({ length: windows }, (_, index): Plain => {
    const own = [...words, String(index)];
    const [from, to] = [uniform(...own, 'from'), uniform(...own, 'to')].toSorted((a, b) => a - b);
    const atMs = Math.floor(roomMs * (index + (from ?? 0)));
    const forMs = Math.max(1, Math.floor(roomMs * ((to ?? 1) - (from ?? 0))));
    return {
      at: printDuration(atMs),
      for: printDuration(forMs),
      [fault.player]: { [fault.key]: drawnSetting(drawing, fault.setting, own) },
    };
  });
}
