import type { DeviceSet } from '../settings/index.ts';
import type { Latency } from '../sim/net/network-settings.ts';
import type { Scenario, Window } from '../sim/scenario/scenario.ts';
import { count, decimal, plural, probability, setting } from './format.ts';

/** A label and what it says, in words. */
export type SettingRow = readonly [label: string, text: string];

/** The resolved settings, faults that are off left out. */
export function settingRows(scenario: Scenario): readonly SettingRow[] {
  const { fleet, drain, durationMs } = scenario;
  const first = { staggered: 'staggered', together: 'all at once', random: 'at random' }[fleet.start];
  const gaps = { regular: 'a reading each', poisson: 'Poisson readings, on average each' }[fleet.arrivals];
  const rows: SettingRow[] = [
    [
      'fleet',
      `${plural(fleet.devices, 'device')}, ${gaps} ${setting(fleet.intervalMs)}, ${first}, for ${setting(durationMs)}`,
    ],
    ...writtenForRows(scenario),
    ['device', joined(deviceParts(scenario))],
    ['policy', policyText(scenario)],
    ['network', joined(networkParts(scenario.network))],
    ['edge', joined(edgeParts(scenario))],
    ...scenario.timeline.map((window, index): SettingRow => [
      index === 0 ? 'timeline' : '',
      windowText(window),
    ]),
    ['drain', `within ${setting(drain.withinMs)} of the last fault`],
  ];
  return rows;
}

/** Only where flags gave the run another size than the file says. */
function writtenForRows({ expect, fleet, durationMs, timeline }: Scenario): readonly SettingRow[] {
  const { writtenFor } = expect;
  const shorter = durationMs < writtenFor.durationMs;
  const parts = [
    ...(fleet.devices === writtenFor.devices ? [] : [plural(writtenFor.devices, 'device')]),
    ...(fleet.intervalMs === writtenFor.intervalMs
      ? []
      : [`a reading each ${setting(writtenFor.intervalMs)}`]),
    ...(durationMs === writtenFor.durationMs ? [] : [setting(writtenFor.durationMs)]),
  ];
  if (parts.length === 0) return [];
  const windows = shorter && timeline.length > 0 ? '; its timeline is shortened in proportion' : '';
  return [['written for', `${joined(parts)}${windows}`]];
}

function joined(parts: readonly string[]): string {
  return parts.join(' · ');
}

function range(minMs: number, maxMs: number): string {
  return `${setting(minMs)}–${setting(maxMs)}`;
}

function policyText({ device }: Scenario): string {
  const { name, baseMs, factor, capMs, jitterRatio, retries } = device.policy;
  const jitter = jitterRatio === 0 ? '' : `, ±${probability(jitterRatio)}`;
  return `${name}: base ${setting(baseMs)} × ${decimal(factor, 3)}, cap ${setting(capMs)}${jitter}, ${plural(retries, 'retry', 'retries')}`;
}

function deviceParts({ device }: Scenario): readonly string[] {
  const { drop, jitter, duplicate, invalid, outbox } = device;
  return [
    `timeout ${setting(device.timeoutMs)}`,
    `${count(device.inFlightMax)} in flight`,
    `outbox ${count(outbox.limit)}, ${outbox.overflow}`,
    ...(device.acknowledge === 'status' ? ['any 2xx acknowledges'] : []),
    ...deviceFaults({ drop, jitter, duplicate, invalid }),
  ];
}

function deviceFaults({ drop, jitter, duplicate, invalid }: Window['device']): readonly string[] {
  return [
    ...chance('drop', drop?.probability),
    ...chance('jitter', jitter?.probability, jitter === undefined ? '' : ` up to ${setting(jitter.maxMs)}`),
    ...chance('duplicate', duplicate?.probability),
    ...chance('invalid', invalid?.probability),
  ];
}

/** Undefined: not set here; 0: off. */
function chance(name: string, value: number | undefined, more = ''): readonly string[] {
  return value === undefined || value === 0 ? [] : [`${name} ${probability(value)}${more}`];
}

function devices(set: DeviceSet): string {
  return set === 'all' ? 'all devices' : `the first ${plural(set.first, 'device')}`;
}

function latencyText(latency: Latency): string {
  switch (latency.distribution) {
    case 'constant':
      return `latency ${setting(latency.valueMs)}`;
    case 'uniform':
      return `latency ${range(latency.minMs, latency.maxMs)}`;
    case 'normal':
      return `latency normal, ${setting(latency.meanMs)} ± ${setting(latency.stddevMs)}`;
    case 'lognormal':
      return `latency lognormal, median ${setting(latency.medianMs)}, σ ${decimal(latency.sigma, 3)}`;
    case 'exponential':
      return `latency exponential, mean ${setting(latency.meanMs)}`;
  }
}

function networkParts(network: Window['network']): readonly string[] {
  const { latency, jitter, duplicate, reorder, burstLoss, bandwidth, partition } = network;
  const parts = [
    ...(latency === undefined ? [] : [latencyText(latency)]),
    ...chance('loss', network.loss?.probability),
    ...chance('answer loss', network.answerLoss?.probability),
    ...chance('jitter', jitter?.probability, jitter === undefined ? '' : ` up to ${setting(jitter.maxMs)}`),
    ...chance(
      'duplicate',
      duplicate?.probability,
      duplicate === undefined ? '' : ` after ${range(duplicate.minMs, duplicate.maxMs)}`,
    ),
    ...chance(
      'reorder',
      reorder?.probability,
      reorder === undefined ? '' : ` by ${range(reorder.minMs, reorder.maxMs)}`,
    ),
    ...chance('corrupt', network.corrupt?.probability),
    ...chance('reset', network.reset?.probability),
  ];
  if (burstLoss) {
    const { badLoss, badMeanMs, goodLoss, goodMeanMs } = burstLoss;
    parts.push(
      `bursts: loss ${probability(badLoss)} for ${setting(badMeanMs)}, ${probability(goodLoss)} for ${setting(goodMeanMs)}`,
    );
  }
  if (bandwidth) parts.push(`${count(bandwidth.bytesPerSecond)} bytes/s`);
  if (partition) parts.push(`partition (${partition.mode}) of ${devices(partition.devices)}`);
  return parts;
}

function edgeFaults({ overload, capacity, rateLimit, slow, contention }: Window['edge']): readonly string[] {
  const parts = [...chance('overload', overload?.probability, retryAfter(overload?.retryAfterMs))];
  if (capacity) {
    const { ratePerSecond, concurrency, queueLimit, retryAfterMs } = capacity;
    parts.push(
      `capacity ${decimal(ratePerSecond, 3)}/s × ${count(concurrency)}, queue ${count(queueLimit)}${retryAfter(retryAfterMs)}`,
    );
  }
  if (rateLimit)
    parts.push(`rate limit ${decimal(rateLimit.ratePerSecond, 3)}/s, burst ${count(rateLimit.burst)}`);
  if (slow)
    parts.push(
      ...chance(
        'slow',
        slow.probability,
        ` by ${range(slow.minMs, slow.maxMs)} ${slow.stage.replace('-', ' ')}`,
      ),
    );
  if (contention) {
    const { minMs, maxMs, retryAfterMs } = contention;
    parts.push(`contention for one row, work ${range(minMs, maxMs)}${retryAfter(retryAfterMs)}`);
  }
  return parts;
}

function retryAfter(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? '' : ` (Retry-After ${setting(ms)})`;
}

function edgeParts({ edge }: Scenario): readonly string[] {
  const { ttlMs, limit } = edge.dedupe;
  return [...edgeFaults(edge), `dedupe ${setting(ttlMs)}, ${plural(limit, 'key')}`];
}

/** `1m–2m  edge overload 90%`; a window that turns a fault off says so by naming nothing else. */
function windowText(window: Window): string {
  const parts = [
    ...prefixed('device', deviceFaults(window.device)),
    ...prefixed('network', networkParts(window.network)),
    ...prefixed('edge', edgeFaults(window.edge)),
    ...(window.restart ? ['edge restarts'] : []),
    ...(window.reboot === null ? [] : [`${devices(window.reboot.devices)} reboot`]),
  ];
  return `${range(window.atMs, window.atMs + window.forMs)}: ${parts.length === 0 ? 'faults off' : joined(parts)}`;
}

function prefixed(where: string, parts: readonly string[]): readonly string[] {
  return parts.map((part) => `${where} ${part}`);
}
