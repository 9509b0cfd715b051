import { printDuration } from '../settings/duration.ts';
import { printProbability } from '../settings/ratio.ts';
import { faultsOf } from '../sim/faults/faults.ts';
import type { Fault } from '../sim/faults/index.ts';
import type { Latency } from '../sim/net/index.ts';
import type { Scenario, Window } from '../sim/scenario/scenario.ts';
import { count, decimal, plural } from './format.ts';
import { rowsThatSay } from './layout.ts';
import type { Rows } from './layout.ts';

/**
 * The resolved settings, faults that are off left out.
 *
 * @param policy - the one that runs, of whose parameters nothing is known where it is brought. Default: that of the scenario
 */
export function settingRows(scenario: Scenario, policy = scenario.device.policy.name): Rows {
  const { fleet, device, drain, durationMs } = scenario;
  const first = { staggered: 'staggered', together: 'all at once', random: 'at random' }[fleet.start];
  const some = fleet.burst === 1 ? 'a reading' : `${count(fleet.burst)} readings at once`;
  const gaps = {
    regular: `${some} each`,
    poisson: `${fleet.burst === 1 ? 'Poisson readings' : some}, on average each`,
  }[fleet.arrivals];
  return rowsThatSay([
    [
      'fleet',
      `${plural(fleet.devices, 'device')}, ${gaps} ${printDuration(fleet.intervalMs)}, ${first}, for ${printDuration(durationMs)}`,
    ],
    ...groupRows(scenario),
    ['load', loadText(scenario)],
    ['readings', readingText(scenario)],
    ['zone', scenario.zone === 'UTC' ? undefined : scenario.zone],
    ['written for', writtenFor(scenario, policy)],
    ['device', joined(deviceParts(scenario))],
    ['policy', policy === device.policy.name ? policyText(device.policy) : policy],
    ['network', joined(networkParts(scenario.network))],
    ['edge', joined(edgeParts(scenario))],
    ['next', nextText(scenario)],
    ...scenario.timeline.map((window, index) => [index === 0 ? 'timeline' : '', windowText(window)] as const),
    ['drain', `within ${printDuration(drain.withinMs)} of the last fault`],
  ]);
}

/** Each group with its share, and what its devices have otherwise. */
function groupRows({ fleet }: Scenario): Rows {
  return fleet.groups.map(({ name, share, intervalMs, version, device, network }, index) => {
    const parts = [
      share === null ? 'its part of the rest' : `${printProbability(share)} of the devices`,
      ...(intervalMs === null ? [] : [`a reading each ${printDuration(intervalMs)}`]),
      ...(version === 'current' ? [] : ['the next version']),
      ...(device.policy === undefined ? [] : [policyText(device.policy)]),
      ...(device.timeoutMs === undefined ? [] : [`timeout ${printDuration(device.timeoutMs)}`]),
      ...(device.inFlightMax === undefined ? [] : [`${count(device.inFlightMax)} in flight`]),
      ...prefixed('device', faultParts('device', device)),
      ...prefixed('network', networkParts(network)),
    ];
    return [index === 0 ? 'groups' : '', `${name}: ${joined(parts)}`] as const;
  });
}

function loadText({ fleet: { swing } }: Scenario): string | undefined {
  if (swing === null) return undefined;
  const { by, peakMs, periodMs } = swing;
  return `swings by ${printProbability(by)}, from peak to peak in ${printDuration(periodMs)}, at its peak after ${printDuration(peakMs)}`;
}

/** What is out of the ordinary about them. */
function readingText({ fleet }: Scenario): string | undefined {
  const parts = [
    ...(fleet.sensor === 'hostile' ? ['of a hostile sensor'] : []),
    ...(fleet.sensor === 'ragged' ? ['of a ragged sensor'] : []),
    ...(fleet.ids === 'plain' ? ['by d-1, d-2 and so on'] : []),
    ...(fleet.ids === 'hostile' ? ['by names that are alike'] : []),
    ...(fleet.numbers === 'limits' ? ['with numbers that pass the ends of 8 to 53 bits'] : []),
  ];
  return parts.length === 0 ? undefined : joined(parts);
}

/** The resolved settings as one sentence, for a line of many. */
export function settingsInOneLine(scenario: Scenario): string {
  return settingRows(scenario)
    .filter(([what]) => what !== 'drain' && what !== 'written for')
    .map(([what, text]) => (what === '' ? text : `${what}: ${text}`))
    .join('; ');
}

/** Only where flags gave the run another size, or another policy, than the file says. */
function writtenFor({ expect, fleet, durationMs, timeline }: Scenario, policy: string): string | undefined {
  const file = expect.writtenFor;
  const parts = [
    ...(fleet.devices === file.devices ? [] : [plural(file.devices, 'device')]),
    ...(fleet.intervalMs === file.intervalMs ? [] : [`a reading each ${printDuration(file.intervalMs)}`]),
    ...(durationMs === file.durationMs ? [] : [printDuration(file.durationMs)]),
    ...(policy === file.policy ? [] : [file.policy]),
  ];
  if (parts.length === 0) return undefined;
  const shorter = durationMs < file.durationMs && timeline.length > 0;
  return joined(parts) + (shorter ? '; its timeline is shortened in proportion' : '');
}

function joined(parts: readonly string[]): string {
  return parts.join(' · ');
}

function range(minMs: number, maxMs: number): string {
  return `${printDuration(minMs)}–${printDuration(maxMs)}`;
}

function policyText(policy: Scenario['device']['policy']): string {
  const { name, baseMs, factor, capMs, jitterRatio, retries } = policy;
  const jitter = jitterRatio === 0 ? '' : `, ±${printProbability(jitterRatio)}`;
  return `${name}: base ${printDuration(baseMs)} × ${decimal(factor, 3)}, cap ${printDuration(capMs)}${jitter}, ${plural(retries, 'retry', 'retries')}`;
}

function deviceParts({ device }: Scenario): readonly string[] {
  const { outbox } = device;
  return [
    `timeout ${printDuration(device.timeoutMs)}`,
    `${count(device.inFlightMax)} in flight`,
    `outbox ${count(outbox.limit)}, ${outbox.overflow}`,
    ...(device.acknowledge === 'status' ? ['any 2xx acknowledges'] : []),
    ...faultParts('device', device),
  ];
}

function networkParts(network: Window['network']): readonly string[] {
  const { latency, answerLatency } = network;
  return [
    ...(latency === undefined ? [] : [`latency ${latencyText(latency)}`]),
    ...(answerLatency === undefined || answerLatency === null
      ? []
      : [`latency of answers ${latencyText(answerLatency)}`]),
    ...faultParts('network', network),
  ];
}

function edgeParts({ edge }: Scenario): readonly string[] {
  const { ttlMs, limit } = edge.dedupe;
  const several = edge.instances === 1 ? [] : [`${edge.instances} instances`];
  return [...several, ...faultParts('edge', edge), `dedupe ${printDuration(ttlMs)}, ${plural(limit, 'key')}`];
}

/** Those that are on, each in its own words. */
function faultParts(player: Fault['player'], settings: object): readonly string[] {
  const own = new Map<string, unknown>(Object.entries(settings));
  return faultsOf(player).flatMap(({ key, says }) => says(own.get(key)) ?? []);
}

function latencyText(latency: Latency): string {
  switch (latency.distribution) {
    case 'constant':
      return printDuration(latency.valueMs);
    case 'uniform':
      return range(latency.minMs, latency.maxMs);
    case 'normal':
      return `normal, ${printDuration(latency.meanMs)} ± ${printDuration(latency.stddevMs)}`;
    case 'lognormal':
      return `lognormal, median ${printDuration(latency.medianMs)}, σ ${decimal(latency.sigma, 3)}`;
    case 'exponential':
      return `exponential, mean ${printDuration(latency.meanMs)}`;
    case 'quantiles':
      return `by quantiles, ${range(latency.minMs, latency.maxMs)}, median ${printDuration(latency.p50Ms)}`;
  }
}

/** `1m–2m  edge overload 90%`; a window that turns a fault off says so by naming nothing else. */
export function windowText(window: Window): string {
  const parts = [
    ...prefixed('device', faultParts('device', window.device)),
    ...prefixed('network', networkParts(window.network)),
    ...ofInstance(window, [
      ...prefixed('edge', faultParts('edge', window.edge)),
      ...faultParts('edge', window.restart ? { restart: true } : {}).map((part) => ofVersion(window, part)),
    ]),
    ...faultParts('device', window.reboot === null ? {} : { reboot: window.reboot.devices }),
  ];
  return `${range(window.atMs, window.atMs + window.forMs)}: ${parts.length === 0 ? 'faults off' : joined(parts)}`;
}

/** The programs that are to take the place of those at hand. */
function nextText({ next }: Scenario): string | undefined {
  const parts = (['edge', 'device'] as const).filter((part) => next[part] !== 'same');
  return parts.length === 0 ? undefined : joined(parts.map((part) => `${part} ${next[part]}`));
}

function ofVersion({ version }: Window, part: string): string {
  return version === null ? part : `${part} as the ${version} version`;
}

function ofInstance({ instance }: Window, parts: readonly string[]): readonly string[] {
  return instance === null ? parts : parts.map((part) => `${part} (instance ${instance})`);
}

function prefixed(where: string, parts: readonly string[]): readonly string[] {
  // Some name it by themselves, for where they stand alone.
  return parts.map((part) => (part.startsWith(`${where} `) ? part : `${where} ${part}`));
}
