import { inspect } from 'node:util';
import { OwnerStreams } from '../random/index.ts';
import type { ChanceGate } from './chance-gate.ts';
import type { EdgeInstance } from './edge-instance.ts';
import type { HostClock } from './host-clock.ts';
import { hostGlobals } from './host-globals.ts';
import { fieldsIn, readingOf, traceFields } from './log-fields.ts';
import type { AcceptedReading, Disk, EdgeEnv, Log, LogLevel, Random } from '../../ports/index.ts';
import { fetchNowhere, OutsideNetwork } from './outside-network.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals } from './scope.ts';
import type { WallClockError } from './wall-clock-error.ts';
import type { WireBook } from './wire/wire-book.ts';
import type { WorldServices } from './world-services.ts';

/** Said by other events of the trace already: the delivery, the answer, and what was stored. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'telemetry_received',
  'telemetry_accepted',
  'duplicate_detected',
]);

export interface EdgeEnvOptions {
  readonly world: WorldServices;
  readonly instance: EdgeInstance;
  readonly clock: HostClock;
  readonly disk: Disk;
  readonly config: unknown;
  /** False once this boot has ended: what its code still says is heard by nobody. */
  readonly isCurrent: () => boolean;
  /** It says of a reading that it has stored it: whether that is heard. */
  readonly mayTell: () => boolean;
  /** Without it, edges call devices and readings by their own ids and numbers. */
  readonly wire: WireBook | undefined;
}

/** What one boot of the edge gets from its world. */
export function createEdgeEnv(options: EdgeEnvOptions): EdgeEnv {
  const { world, instance, clock, disk, config, isCurrent, mayTell, wire } = options;
  return {
    instance: instance.number,
    clock,
    random: world.gate === null ? exchangeRandom(world, instance) : gatedRandom(world.gate, instance),
    log: traceLog(world, isCurrent),
    disk,
    config,
    stored: (reading) => {
      if (isCurrent() && mayTell()) recordStored(world, reading, wire);
    },
    queued: (waitedMs) => {
      if (isCurrent() && Number.isFinite(waitedMs)) world.queued(waitedMs);
    },
  };
}

export interface EdgeGlobalsOptions {
  readonly world: WorldServices;
  readonly instance: EdgeInstance;
  readonly boot: number;
  readonly clock: HostClock;
  /** False once this boot has ended, or failed to begin. */
  readonly isAlive: () => boolean;
  readonly clockError: WallClockError;
  readonly isHeld: HostGlobals['isHeld'];
}

/** What the globals are to the code of one boot of the edge. */
export function edgeGlobals(options: EdgeGlobalsOptions): HostGlobals {
  const { world, instance, boot, clock, isAlive, clockError, isHeld } = options;
  const network = new OutsideNetwork({
    allowed: world.allowedNet,
    unsupported: (what, remedy) => {
      if (isAlive()) world.unsupported(instance.name, what, remedy);
    },
  });
  return hostGlobals(world.random, instance.name, boot, isAlive, {
    clockError,
    sinceUs: clock.sinceUs,
    makeNetwork: () => network,
    makeFetch: () => fetchNowhere(network),
    isHeld,
  });
}

/** Within an exchange its key is part of each draw, so that no other exchange moves it. */
export function exchangeRandom({ random }: WorldServices, { name }: EdgeInstance): Random {
  const own = new OwnerStreams(random, name, 'edge/');
  const byDevice = new Map<string, OwnerStreams>();
  let last = own;
  let lastDevice = name;
  const streamsOf = (device: string): OwnerStreams => {
    if (device === lastDevice) return last;
    let streams = byDevice.get(device);
    if (streams === undefined) {
      streams = new OwnerStreams(random, device, 'edge/');
      byDevice.set(device, streams);
    }
    last = streams;
    lastDevice = device;
    return streams;
  };
  return {
    draw: (purpose, ...key) => {
      const exchange = currentScope.getStore()?.exchange ?? null;
      if (exchange === null) return own.draw(purpose, ...key);
      const { device, reading, attempt, copy } = exchange;
      return streamsOf(device).draw(purpose, reading ?? -1, attempt, copy, ...key);
    },
  };
}

/** The same draws by way of a gate, which is told whose they are. */
function gatedRandom(gate: ChanceGate, { name }: EdgeInstance): Random {
  return {
    draw: (purpose, ...key) => {
      const exchange = currentScope.getStore()?.exchange ?? null;
      if (exchange === null) return gate.draw('edge', name, purpose, key);
      const { device, reading, attempt, copy } = exchange;
      return gate.draw('edge', device, purpose, [reading ?? -1, attempt, copy, ...key]);
    },
  };
}

function traceLog(world: WorldServices, isCurrent: () => boolean): Log {
  const hears = (level: LogLevel, event: string): boolean =>
    level !== 'debug' && !SAID_ELSEWHERE.has(event) && isCurrent();
  const log: Log = (level, event, given) => {
    if (!hears(level, event)) return;
    const fields = fieldsIn(given);
    const scope = currentScope.getStore();
    const exchange = scope?.exchange;
    // A line may be about any of the readings of a request.
    const said = scope?.carriesMany === true ? readingOf(fields) : null;
    world.record({
      at: world.kernel.nowUs,
      kind: 'edge_logged',
      event,
      device: exchange?.device ?? null,
      reading: said ?? exchange?.reading ?? readingOf(fields),
      fields: traceFields(fields),
    });
  };
  return Object.assign(log, { hears });
}

/** Tells the trace of a reading that the edge says it stored. */
export function recordStored(world: WorldServices, reading: AcceptedReading, wire?: WireBook): void {
  const ids = storedIds(reading, wire);
  if (ids === null) {
    const error = new TypeError(`${inspect(reading)}, which is no reading`);
    world.crashed('the edge says that it stored', error);
    return;
  }
  wire?.page(ids.device).stored(ids.reading);
  world.record({
    at: world.kernel.nowUs,
    kind: 'reading_stored',
    device: ids.device,
    reading: ids.reading,
    timestamp: reading.timestamp,
    // A copy, for the edge may change what it has told.
    values: { ...reading.values },
  });
}

/** Foreign code is not held to our types. */
function isReading(reading: AcceptedReading | null | undefined): boolean {
  if (reading === null || reading === undefined) return false;
  const { device_id, sequence_id, timestamp, values } = reading;
  const isText = typeof timestamp === 'string' && (device_id === undefined || typeof device_id === 'string');
  const isId = Number.isSafeInteger(sequence_id) || (typeof sequence_id === 'string' && sequence_id !== '');
  // One without values is a reading that has lost them.
  return isText && isId && typeof values === 'object' && values !== null;
}

export interface StoredIds {
  readonly device: string;
  readonly reading: number;
}

/** As the trace calls device and reading; null: it is no reading, or nobody can tell whose. */
export function storedIds(reading: AcceptedReading, wire: WireBook | undefined): StoredIds | null {
  return isReading(reading) ? idsOf(reading, wire) : null;
}

function idsOf({ device_id, sequence_id }: AcceptedReading, wire: WireBook | undefined): StoredIds | null {
  if (wire === undefined) {
    const isKnown = device_id !== undefined && typeof sequence_id === 'number';
    return isKnown ? { device: device_id, reading: sequence_id } : null;
  }
  const device = wire.deviceOf(device_id, sequence_id);
  return device === null ? null : { device, reading: wire.page(device).numberOf(sequence_id) };
}
