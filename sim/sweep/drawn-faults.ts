import { printDuration } from '../../settings/duration.ts';
import { isMapping } from '../../settings/plain.ts';
import type { Plain } from '../../settings/plain.ts';
import { FAULT_NAMES, FAULTS } from '../faults/index.ts';
import type { Fault } from '../faults/index.ts';
import { drawnSetting, logUniform } from './drawn-setting.ts';
import type { Drawing } from './drawn-setting.ts';
import type { WorldKind } from './world-kind.ts';
import { faultsOfTroubles, troublesOf } from './world-trouble.ts';

const PLAYERS = ['device', 'network', 'edge'] as const;
const WINDOWS_MAX = 3;
/** What an edge may lay its refusals to for ever: where it is at a limit, who refuses for good is never found. */
const LIMITS: ReadonlySet<string> = new Set(['edge.capacity', 'edge.rateLimit', 'edge.contention']);
/** Longer than any run: an edge that forgets stores again, as it must. */
export const TTL_MS = 3 * 86_400_000;
/** So often a wrong clock of the edge steps by so many times what it remembers, either way. */
const FAR = { share: 1 / 2, ttls: [1.5, 10] } as const;
/** Readings of a world: so many at least on average, for they may come at random, and none at all has a probability of e^-10. */
export const READINGS_MIN = 10;
/** So often disks that lose power again and again find no room for so many syncs. */
const FULL = { share: 1 / 2, syncs: [0.1, 0.9] } as const;

/** Right devices differ in what they make of a number that the edge knows already: one in use has given out none twice. */
const NEVER_DRAWN: ReadonlySet<string> = new Set(['device.oldCopy']);

type Uniform = Drawing['uniform'];

/** How long a world goes on, and how much is measured in it. */
interface Length {
  readonly devices: number;
  readonly durationMs: number;
  /** Of each device, from one reading to the next. */
  readonly intervalMs: number;
}

/** What goes wrong in a world, as its file has it. */
export interface DrawnFaults {
  /** In the order of the table. */
  readonly faults: readonly Fault[];
  /** At all times, by who plays it. */
  readonly base: Readonly<Record<(typeof PLAYERS)[number], Readonly<Record<string, Plain>>>>;
  readonly timeline: readonly Plain[];
}

/** Which faults exist, how strong, and whether at all times or in windows. */
export function drawnFaults(drawing: Drawing, kind: WorldKind, length: Length): DrawnFaults {
  const paced: Drawing = { ...drawing, pace: paceOf(kind, length) };
  const faults = existing(drawing.uniform, kind);
  const base: Record<(typeof PLAYERS)[number], Record<string, Plain>> = { device: {}, network: {}, edge: {} };
  const timeline: Plain[] = [];
  for (const fault of faults) {
    if (stands(drawing.uniform, fault))
      base[fault.player][fault.key] = drawnFault(paced, fault, ['fault', fault.name]);
    else timeline.push(...windowsOf(paced, fault, length));
  }
  const { disk } = base.device;
  if (disk !== undefined)
    base.device['disk'] = withRoom(disk, readingsTaken(drawing.uniform, faults, length));
  return { faults, base, timeline };
}

/** Whether a clock of the edge that is wrong is off by days. */
export function isFarOff(uniform: Uniform): boolean {
  return troublesOf(uniform).has('turned') || uniform('far') < FAR.share;
}

/** What all worlds have to do with their time, by what they are like. */
function paceOf(kind: WorldKind, { durationMs }: Length): Drawing['pace'] {
  if (kind === 'prompt') return 'none';
  return kind === 'late' || kind === 'crowded' ? { upToMs: durationMs } : 'usual';
}

/** What comes late comes over the network. */
function existing(uniform: Uniform, kind: WorldKind): readonly Fault[] {
  const players = new Set(
    PLAYERS.filter(
      (player) => uniform('family', player) < 0.5 || (kind === 'crowded' && player === 'network'),
    ),
  );
  const isLimited = uniform('family', 'limits') < 0.5;
  const always = faultsOfTroubles(troublesOf(uniform));
  return FAULT_NAMES.map((name): Fault => FAULTS[name]).filter(({ name, player }) => {
    if (always.has(name)) return true;
    if (NEVER_DRAWN.has(name)) return false;
    return players.has(player) && uniform('exists', name) < 0.5 && (isLimited || !LIMITS.has(name));
  });
}

/** At all times, or in windows: a moment, such as a reboot, has no strength to stand with; who is to see a step needs steps. */
function stands(uniform: Uniform, { name, setting }: Fault): boolean {
  if (setting.kind === 'quantity') return false;
  const troubles = troublesOf(uniform);
  if (name === 'edge.clock' && troubles.has('turned')) return false;
  if (name === 'device.disk' && troubles.has('unplugged')) return true;
  return uniform('fault', name, 'always') < 0.5;
}

/** As its declaration has it, but for what some worlds are about. */
function drawnFault(drawing: Drawing, fault: Fault, words: readonly string[]): Plain {
  const drawn = drawnSetting(drawing, fault.setting, words);
  if (!isMapping(drawn)) return drawn;
  const { uniform } = drawing;
  // Whoever remembers by a clock that is so far off forgets all.
  if (fault.name === 'edge.clock' && isFarOff(uniform)) {
    const sign = uniform(...words, 'far', 'sign') < 0.5 ? '-' : '';
    const offsetMs = Math.round(TTL_MS * logUniform(...FAR.ttls, uniform(...words, 'far')));
    return { ...drawn, offset: `${sign}${printDuration(offsetMs)}` };
  }
  const isUnplugged = troublesOf(uniform).has('unplugged');
  if (fault.name === 'device.disk' && isUnplugged && uniform('room') < FULL.share) {
    const [least, most] = FULL.syncs;
    return { ...drawn, full: `${Math.round(100 * (least + (most - least) * uniform('room', 'syncs')))}%` };
  }
  return drawn;
}

/** How many are measured on average while no device is meant to be down. */
function readingsTaken(
  uniform: Uniform,
  faults: readonly Fault[],
  { devices, durationMs, intervalMs }: Length,
): number {
  const reboots = faults.filter(({ name }) => name === 'device.reboot');
  const down = reboots.flatMap((fault) => stretchesOf(uniform, fault, durationMs));
  const upMs = down.reduce((left, { forMs }) => left - forMs, durationMs);
  return (devices * upMs) / intervalMs;
}

/**
 * A disk that never finds room takes no reading, and a world without readings puts nothing to the test: that none finds any
 * is to be no likelier than that there is none.
 */
function withRoom(disk: Plain, readings: number): Plain {
  const full = isMapping(disk) ? disk['full'] : undefined;
  if (!isMapping(disk) || typeof full !== 'string') return disk;
  const most = Math.floor(100 * Math.exp(-READINGS_MIN / readings));
  return Number.parseFloat(full) > most ? { ...disk, full: `${most}%` } : disk;
}

/** Part of a run, and what its draws are called by. */
interface Stretch {
  readonly atMs: number;
  readonly forMs: number;
  readonly words: readonly string[];
}

/** One to three that do not touch. */
function stretchesOf(uniform: Uniform, fault: Fault, durationMs: number): readonly Stretch[] {
  const words = ['window', fault.name];
  const isMany = faultsOfTroubles(troublesOf(uniform)).has(fault.name);
  const windows = isMany ? WINDOWS_MAX : 1 + Math.floor(uniform(...words) * WINDOWS_MAX);
  const roomMs = durationMs / windows;
  return Array.from({ length: windows }, (_, index): Stretch => {
    const own = [...words, String(index)];
    const [from, to] = [uniform(...own, 'from'), uniform(...own, 'to')].toSorted((a, b) => a - b);
    const atMs = Math.floor(roomMs * (index + (from ?? 0)));
    const forMs = Math.max(1, Math.floor(roomMs * ((to ?? 1) - (from ?? 0))));
    return { atMs, forMs, words: own };
  });
}

/** Each with a strength of its own. */
function windowsOf(drawing: Drawing, fault: Fault, { durationMs }: Length): readonly Plain[] {
  return stretchesOf(drawing.uniform, fault, durationMs).map(({ atMs, forMs, words }) => ({
    at: printDuration(atMs),
    for: printDuration(forMs),
    [fault.player]: { [fault.key]: drawnFault(drawing, fault, words) },
  }));
}
