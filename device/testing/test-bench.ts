import { createDevice } from '../create-device.ts';
import type { Device, DeviceBasics } from '../create-device.ts';
import { MemoryDisk } from '../../ports/index.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import type { Disk, Random, Send, SendOutcome, SendRequest } from '../../ports/index.ts';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';
import type { DeviceSettings } from '../settings.ts';

/** What the tests of the client share: a device on a test bench, with everything around it under control. */

export interface Transmission {
  readonly request: SendRequest;
  readonly atMs: number;
  readonly done: (outcome: SendOutcome) => void;
  cancelled: boolean;
}

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Events of which exactly one announces the end of a reading; a copy's answer is none of them. */
const END_EVENTS: ReadonlySet<string> = new Set([
  'telemetry_acknowledged',
  'duplicate_acknowledged',
  'packet_dropped',
  'permanent_error_received',
  'retries_exhausted',
  'outbox_overflow',
]);

export const answered = (status: number, retryAfter: string | null = null, body = ''): SendOutcome => ({
  kind: 'answered',
  status,
  retryAfter,
  body,
});

export const timedOut: SendOutcome = { kind: 'no-answer', reason: 'timeout' };

/** The 200 of an edge that has stored the reading. */
export const accepted = ({ deviceId, sequenceId }: SendRequest): SendOutcome =>
  answered(200, null, JSON.stringify({ status: 'accepted', device_id: deviceId, sequence_id: sequenceId }));

/** Draws from a table of `purpose key…` lines, e.g. `drop 3`; what is not in it is `otherwise`. */
export const tableRandom = (draws: Readonly<Record<string, number>>, otherwise = 0.5): Random => ({
  draw: (purpose, ...key) => draws[[purpose, ...key].join(' ')] ?? otherwise,
});

export interface BenchOptions {
  readonly settings?: Partial<DeviceSettings>;
  readonly random?: Random;
  readonly disk?: Disk;
  readonly clock?: FakeClock;
  /** Answers at once, before `send` returns; null leaves the transmission open. Default: all stay open. */
  readonly answer?: (request: SendRequest) => SendOutcome | null;
  readonly basics?: Partial<DeviceBasics>;
}

export class Bench {
  readonly clock: FakeClock;
  readonly disk: Disk;
  readonly sent: Transmission[] = [];
  readonly lines: LogLine[] = [];
  readonly settings: DeviceSettings;
  readonly device: Device;

  constructor(options: BenchOptions = {}) {
    this.clock = options.clock ?? new FakeClock();
    this.disk = options.disk ?? new MemoryDisk();
    this.settings = { ...DEFAULT_DEVICE_SETTINGS, ...options.settings };
    const send: Send = (request, done) => {
      const transmission = { request, atMs: this.clock.monotonic(), done, cancelled: false };
      this.sent.push(transmission);
      const outcome = options.answer?.(request) ?? null;
      if (outcome !== null) done(outcome);
      return () => {
        transmission.cancelled = true;
      };
    };
    this.device = createDevice({
      id: 'device-001',
      edgeUrl: 'http://edge.test/ingest',
      send,
      clock: this.clock,
      random: options.random ?? tableRandom({}),
      log: (level, event, fields) => this.lines.push({ level, event, fields }),
      disk: this.disk,
      settings: this.settings,
      ...options.basics,
    });
  }

  record(value = 21.5): number {
    return this.device.record({
      timestamp: new Date(this.clock.now()).toISOString(),
      values: { temperature_c: value },
    });
  }

  /** The n-th transmission since boot, from 0. */
  transmission(index: number): Transmission {
    const transmission = this.sent[index];
    if (transmission === undefined) throw new Error(`Only ${this.sent.length} transmissions were made.`);
    return transmission;
  }

  answer(index: number, outcome: SendOutcome): void {
    this.transmission(index).done(outcome);
  }

  accept(index: number): void {
    this.answer(index, accepted(this.transmission(index).request));
  }

  events(sequenceId?: number): readonly string[] {
    return this.lines
      .filter(({ fields }) => sequenceId === undefined || fields.sequence_id === sequenceId)
      .map(({ event }) => event);
  }

  fields(event: string, index = 0): Readonly<Record<string, unknown>> | undefined {
    return this.lines.filter((line) => line.event === event)[index]?.fields;
  }

  /** The events that announced an end, by reading. */
  ends(): ReadonlyMap<number, readonly string[]> {
    const ends = new Map<number, string[]>();
    for (const { event, fields } of this.lines) {
      if (!END_EVENTS.has(event) || fields.copy === true || typeof fields.sequence_id !== 'number') continue;
      ends.set(fields.sequence_id, [...(ends.get(fields.sequence_id) ?? []), event]);
    }
    return ends;
  }
}
