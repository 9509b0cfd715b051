import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Message, Reading } from '../../protocol/index.ts';

/** A timer that `setTimeout` gave; opaque to its owner. */
export type TimerHandle = unknown;

/** Time as a host sees it. In a simulation it is virtual, and stands still while code runs. */
export interface Clock {
  /** Milliseconds since the Unix epoch, by this host's wall clock (which may be skewed or step). */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. Use it for durations and expiry. */
  monotonic(): number;
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
  /** Resolves after `delayMs`; rejects with the signal's reason as soon as it is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Seeded chance, drawn by key: the same purpose and key give the same number, whatever else was drawn. */
export interface Random {
  /**
   * Uniform on [0, 1). `key` names what the draw is for, e.g. the sequence id and the attempt.
   * Inside a request handler the exchange at hand (device, reading, attempt, copy) is part of the key.
   */
  draw(purpose: string, ...key: readonly number[]): number;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One structured event. Field names are snake_case; no payloads, no secrets. */
export type Log = (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>) => void;

/** Survives a crash, as far as it was synced. Names are any strings; contents are text. */
export interface Disk {
  read(name: string): string | undefined;
  write(name: string, content: string): void;
  remove(name: string): void;
  /** All names that begin with `prefix`, sorted by code unit. */
  list(prefix: string): readonly string[];
  /** Makes all writes and removals so far durable. What was not synced when a crash comes is gone. */
  sync(): void;
}

/** The structural part of WHATWG `fetch` that telemetry clients use; the real one satisfies it. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** When to try again. Pure: chance comes in as `uniform`. */
export interface RetryPolicy {
  readonly name: string;
  /** Retries after the first attempt, 0 or more. */
  readonly retriesMax: number;
  /** Milliseconds to wait before retry `retryIndex` (0 = the first). `uniform` is on [0, 1). */
  delayMs(retryIndex: number, uniform: number): number;
  /** The least and the most that `delayMs` can give for this retry, both inclusive. */
  delayBoundsMs(retryIndex: number): { readonly min: number; readonly max: number };
}

export interface EdgeEnv {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly disk: Disk;
  /** The `edge` section of the resolved scenario. */
  readonly config: unknown;
  /** Tell the harness of a reading at the moment it is stored. See `EdgeUnderTest.accepted`. */
  readonly stored: (reading: AcceptedReading) => void;
}

/** A reading as the edge stored it. */
export type AcceptedReading = Message;

export interface EdgeUnderTest {
  /** Any Node request handler; an Express app is one. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * The edge's own word on what it stored. Either a function that lists every reading stored since this boot, in
   * any order, once per time it was stored; or `'as-it-happens'` when the edge calls `env.stored` for each.
   * Without it, checks that need it say "not observable".
   */
  readonly accepted?: 'as-it-happens' | (() => Iterable<AcceptedReading>);
  /**
   * Promises that all work on a request is done within the handler, the events of the request and timers of
   * `env.clock`, never after an `await`: then promises need not be followed to know which exchange draws. Faster.
   */
  readonly synchronous?: true;
  /** Takes a new `edge` section while it runs (the timeline changed it). Without it, the harness simulates the
   *  faults of the edge in front of it, as a gateway would. */
  reconfigure?(config: unknown): void;
  close?(): void | Promise<void>;
}

export interface DeviceEnv {
  readonly id: string;
  /** Where readings go, e.g. `http://edge.petrel/ingest`. */
  readonly edgeUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly disk: Disk;
  readonly policy: RetryPolicy;
  /** The `device` section of the resolved scenario. */
  readonly config: unknown;
}

export interface DeviceUnderTest {
  /** Takes one reading to deliver. May return the sequence id it gave it, so that the ledger knows it from birth. */
  record(reading: Reading): number | void;
  /** False while the device takes no readings (a full outbox that blocks): the sensor skips a sample. */
  ready?(): boolean;
  /** Sequence ids that wait to be delivered still. Without it, a reading without an end counts as lost. */
  pending?(): Iterable<number>;
  /** Readings that wait now, and the most that may. */
  outbox?(): { readonly size: number; readonly limit: number };
  /** Takes a new `device` section while it runs. */
  reconfigure?(config: unknown): void;
  stop?(): void | Promise<void>;
}

/** Called at each boot, first or later; `env.disk` holds what the boots before it synced. */
export type EdgeFactory = (env: EdgeEnv) => EdgeUnderTest | Promise<EdgeUnderTest>;
export type DeviceFactory = (env: DeviceEnv) => DeviceUnderTest | Promise<DeviceUnderTest>;
