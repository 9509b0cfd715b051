import type { DeviceSet, Latency, NetworkSettings } from '../net/network-settings.ts';
import { printExpectedBound } from './print-expected-bound.ts';
import { printDuration } from './duration.ts';
import { printProbability } from './probability.ts';
import type { DeviceSettings, EdgeSettings, RunSize, Scenario, Window } from './scenario.ts';

/** Mappings, lists and words, as they stand in a file. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

type PlainMapping = { readonly [key: string]: Plain };

/** A scenario as a person would write it if nothing had a default. The loader reads it back as the same scenario. */
export function scenarioToPlain(scenario: Scenario): PlainMapping {
  const { fleet, drain, limits, timeline } = scenario;
  return {
    name: scenario.name,
    description: scenario.description,
    duration: printDuration(scenario.durationMs),
    fleet: {
      devices: fleet.devices,
      perProcess: fleet.perProcess,
      interval: printDuration(fleet.intervalMs),
      start: fleet.start,
      arrivals: fleet.arrivals,
    },
    device: plainDevice(scenario.device),
    network: plainNetwork(scenario.network),
    edge: plainEdge(scenario.edge),
    timeline: timeline.map((window) => plainWindow(window)),
    drain: { within: printDuration(drain.withinMs) },
    expect: plainExpectations(scenario),
    limits: {
      events: limits.events,
      virtual: printDuration(limits.virtualMs),
      wall: printDuration(limits.wallMs),
      openExchanges: limits.openExchanges,
    },
  };
}

/** A mapping of those keys whose setting is there. */
function present(entries: readonly (readonly [string, Plain | undefined])[]): PlainMapping {
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function map<T>(value: T | undefined, print: (value: T) => Plain): Plain | undefined {
  return value === undefined ? undefined : print(value);
}

function chance({ probability }: { readonly probability: number }): PlainMapping {
  return { probability: printProbability(probability) };
}

interface Delayed {
  readonly probability: number;
  readonly minMs?: number;
  readonly maxMs: number;
}

function delayed({ minMs, maxMs, ...rest }: Delayed): PlainMapping {
  const min = minMs === undefined ? {} : { min: printDuration(minMs) };
  return { ...chance(rest), ...min, max: printDuration(maxMs) };
}

function orNone<T>(value: T | null, print: (value: T) => Plain): Plain {
  return value === null ? 'none' : print(value);
}

function plainDevice(device: DeviceSettings): PlainMapping {
  const { policy, outbox } = device;
  return {
    timeout: printDuration(device.timeoutMs),
    inFlightMax: device.inFlightMax,
    outbox: { limit: outbox.limit, overflow: outbox.overflow },
    policy: {
      name: policy.name,
      base: printDuration(policy.baseMs),
      factor: policy.factor,
      cap: printDuration(policy.capMs),
      jitter: printProbability(policy.jitterRatio),
      retries: policy.retries,
    },
    retryAfterMax: printDuration(device.retryAfterMaxMs),
    acknowledge: device.acknowledge,
    ...plainDeviceFaults(device),
  };
}

function plainDeviceFaults(device: Window['device']): PlainMapping {
  return present([
    ['drop', map(device.drop, chance)],
    ['jitter', map(device.jitter, delayed)],
    ['duplicate', map(device.duplicate, chance)],
    ['invalid', map(device.invalid, chance)],
  ]);
}

function plainNetwork(network: Partial<NetworkSettings>): PlainMapping {
  return present([
    ['latency', map(network.latency, plainLatency)],
    ['loss', map(network.loss, chance)],
    ['answerLoss', map(network.answerLoss, chance)],
    ['burstLoss', map(network.burstLoss, (value) => orNone(value, plainBurst))],
    ['jitter', map(network.jitter, delayed)],
    ['duplicate', map(network.duplicate, delayed)],
    ['reorder', map(network.reorder, delayed)],
    ['corrupt', map(network.corrupt, chance)],
    ['reset', map(network.reset, chance)],
    [
      'bandwidth',
      map(network.bandwidth, (value) => orNone(value, ({ bytesPerSecond }) => ({ bytesPerSecond }))),
    ],
    [
      'partition',
      map(network.partition, (value) =>
        orNone(value, ({ mode, devices }) => ({ mode, devices: plainDevices(devices) })),
      ),
    ],
  ]);
}

function plainLatency(latency: Latency): PlainMapping {
  const { distribution } = latency;
  switch (latency.distribution) {
    case 'constant':
      return { distribution, value: printDuration(latency.valueMs) };
    case 'uniform':
      return { distribution, min: printDuration(latency.minMs), max: printDuration(latency.maxMs) };
    case 'normal':
      return { distribution, mean: printDuration(latency.meanMs), stddev: printDuration(latency.stddevMs) };
    case 'lognormal':
      return { distribution, median: printDuration(latency.medianMs), sigma: latency.sigma };
    case 'exponential':
      return { distribution, mean: printDuration(latency.meanMs) };
  }
}

function plainBurst(burst: NonNullable<NetworkSettings['burstLoss']>): PlainMapping {
  return {
    goodMean: printDuration(burst.goodMeanMs),
    badMean: printDuration(burst.badMeanMs),
    goodLoss: printProbability(burst.goodLoss),
    badLoss: printProbability(burst.badLoss),
  };
}

function plainDevices(devices: DeviceSet): Plain {
  return devices === 'all' ? 'all' : { first: devices.first };
}

function plainEdge(edge: EdgeSettings): PlainMapping {
  return {
    ...plainEdgeFaults(edge),
    dedupe: { ttl: printDuration(edge.dedupe.ttlMs), limit: edge.dedupe.limit },
    bodyBytesMax: edge.bodyBytesMax,
  };
}

function plainEdgeFaults(edge: Window['edge']): PlainMapping {
  return present([
    [
      'overload',
      map(edge.overload, (overload) => ({
        ...chance(overload),
        retryAfter: orNone(overload.retryAfterMs, printDuration),
      })),
    ],
    ['capacity', map(edge.capacity, (value) => orNone(value, plainCapacity))],
    [
      'rateLimit',
      map(edge.rateLimit, (value) =>
        orNone(value, ({ ratePerSecond, burst }) => ({ rate: ratePerSecond, burst })),
      ),
    ],
    ['slow', map(edge.slow, ({ stage, ...slow }) => ({ ...delayed(slow), stage }))],
    ['contention', map(edge.contention, (value) => orNone(value, plainContention))],
  ]);
}

function plainCapacity(capacity: NonNullable<EdgeSettings['capacity']>): PlainMapping {
  return {
    rate: capacity.ratePerSecond,
    concurrency: capacity.concurrency,
    queue: capacity.queueLimit,
    service: capacity.service,
    retryAfter: orNone(capacity.retryAfterMs, printDuration),
  };
}

function plainContention(contention: NonNullable<EdgeSettings['contention']>): PlainMapping {
  return {
    min: printDuration(contention.minMs),
    max: printDuration(contention.maxMs),
    retryAfter: orNone(contention.retryAfterMs, printDuration),
  };
}

function plainWindow(window: Window): PlainMapping {
  const device = {
    ...plainDeviceFaults(window.device),
    ...(window.reboot === null ? {} : { reboot: plainDevices(window.reboot.devices) }),
  };
  const network = plainNetwork(window.network);
  const edge = { ...plainEdgeFaults(window.edge), ...(window.restart ? { restart: true } : {}) };
  return {
    at: printDuration(window.atMs),
    for: printDuration(window.forMs),
    ...(Object.keys(device).length > 0 ? { device } : {}),
    ...(Object.keys(network).length > 0 ? { network } : {}),
    ...(Object.keys(edge).length > 0 ? { edge } : {}),
  };
}

function plainExpectations({ expect, durationMs, fleet }: Scenario): PlainMapping {
  const metrics = new Map<string, string[]>();
  for (const bound of expect.metrics) {
    metrics.set(bound.metric, [...(metrics.get(bound.metric) ?? []), printExpectedBound(bound)]);
  }
  const { writtenFor } = expect;
  const own = { durationMs, devices: fleet.devices, intervalMs: fleet.intervalMs };
  return {
    ...(isSameSize(writtenFor, own) ? {} : { writtenFor: plainSize(writtenFor) }),
    faults: Object.fromEntries(expect.faults.map(({ fault, level }) => [fault, level])),
    violations: Object.fromEntries(expect.violations.map(({ invariant, because }) => [invariant, because])),
    ...Object.fromEntries(
      [...metrics].map(([metric, bounds]) => [metric, bounds.length === 1 ? (bounds[0] ?? '') : bounds]),
    ),
  };
}

function isSameSize(a: RunSize, b: RunSize): boolean {
  return a.durationMs === b.durationMs && a.devices === b.devices && a.intervalMs === b.intervalMs;
}

function plainSize({ durationMs, devices, intervalMs }: RunSize): PlainMapping {
  return { duration: printDuration(durationMs), devices, interval: printDuration(intervalMs) };
}
