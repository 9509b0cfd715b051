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
export interface Log {
  (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Whether a line like this would be heard; asked before the line is made. Without it all are. */
  readonly hears?: (level: LogLevel, event: string) => boolean;
}

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

/**
 * Whose past a policy's decisions depend on. `none`: nobody's; `reading`: what this reading waited before;
 * `device`: all readings of one device since its boot; `process`: all devices that run in one process.
 */
export type PolicyMemoryScope = 'none' | 'reading' | 'device' | 'process';

/** The failure before a retry, and what the policy said before the retry before it. */
export interface RetryContext {
  /** Of the answer; null without one (timeout, refused, reset), or when the attempt was refused by the policy. */
  readonly status: number | null;
  /** What the answer asked for, already clamped to the device's maximum; null when it asked for nothing. */
  readonly retryAfterMs: number | null;
  /** What `delayMs` gave before retry `retryIndex` − 1 of this reading, and its chance; null before retry 0. */
  readonly previous: { readonly delayMs: number; readonly uniform: number } | null;
}

/**
 * When to try again. Pure: chance comes in as `uniform`, time and the past as arguments. What a policy must remember
 * beyond one reading stands in the `PolicyMemory` that `remember` makes.
 */
export interface RetryPolicy {
  readonly name: string;
  /** Retries after the first attempt, 0 or more; Infinity for a policy that never gives up. */
  readonly retriesMax: number;
  /** Default: `none`. */
  readonly memory?: PolicyMemoryScope;
  /**
   * Whether `delayMs` makes of Retry-After what it wants. Without it the client waits at least as long as the answer
   * asks for, whatever the policy says.
   */
  readonly handlesRetryAfter?: true;
  /** Milliseconds to wait before retry `retryIndex` (0 = the first). `uniform` is on [0, 1). */
  delayMs(retryIndex: number, uniform: number, context?: RetryContext): number;
  /** The least and the most that `delayMs` can give for this retry, both inclusive, whatever came before it. */
  delayBoundsMs(
    retryIndex: number,
    context?: Omit<RetryContext, 'previous'>,
  ): { readonly min: number; readonly max: number };
  /** Makes an empty memory: one for each device that boots, or one for each process, as `memory` says. */
  remember?(): PolicyMemory;
}

/**
 * May this attempt leave? `send`: yes. `refuse`: no, it counts as failed without having left. `hold`: nothing leaves
 * this device now; ask again after `forMs`, or, when that is null, as soon as `wake` is called.
 */
export type Admission =
  { readonly kind: 'send' | 'refuse' } | { readonly kind: 'hold'; readonly forMs: number | null };

/** An attempt that is about to leave. */
export interface AdmissionRequest {
  /** Milliseconds by the monotonic clock. */
  readonly nowMs: number;
  /** 0 for the first attempt of a reading. */
  readonly attempt: number;
  /** Readings of this device that are ready to leave behind this one. */
  readonly waiting: number;
  /** Uniform on [0, 1), drawn for this attempt alone. */
  uniform(): number;
  /** Ends a hold. May be called at any time, also when nothing is held. */
  readonly wake: () => void;
}

/** How an attempt that had left ended. An answer that no retry can better (400, 409) is a success: the edge works. */
export interface AttemptEnd {
  readonly nowMs: number;
  /** 0 for the first attempt of a reading. */
  readonly attempt: number;
  readonly failed: boolean;
  /** Null without an answer. */
  readonly status: number | null;
  /** Uniform on [0, 1), drawn for this end alone. */
  uniform(): number;
}

/** What a policy knows beyond one reading. Each method is told of attempts in the order in which they happen. */
export interface PolicyMemory {
  /** Asked before every attempt. Default: `send`. */
  admit?(request: AdmissionRequest): Admission;
  /** Told of the end of every attempt that left; an attempt given up by a reboot has none. */
  ended?(end: AttemptEnd): void;
  /** Asked after a failure, while retries are left: false gives the reading up. Default: true. */
  mayRetry?(end: AttemptEnd): boolean;
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
  /**
   * The same work without HTTP: request in, answer out, at once where nothing has to be waited for. The transport
   * `direct` calls it instead of the handler, for every path; a run must be the same by either way.
   */
  exchange?(request: EdgeRequest): EdgeAnswer | Promise<EdgeAnswer>;
  /** Takes a new `edge` section while it runs (the timeline changed it). Without it, the harness simulates the
   *  faults of the edge in front of it, as a gateway would. */
  reconfigure?(config: unknown): void;
  close?(): void | Promise<void>;
}

/** A request as it came over the wire. Header names are in lower case. */
export interface EdgeRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The value that `body` is the JSON text of, where the client had it at hand and nothing has damaged the body. */
  readonly message?: unknown;
}

/** Header names are in lower case. */
export interface EdgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The value that `body` is the JSON text of, where it is at hand: then nobody parses `body`. */
  readonly value?: unknown;
}

/** One transmission of one reading. */
export interface SendRequest {
  /** The true number of the reading, also where `message` carries a wrong one. */
  readonly sequenceId: number;
  readonly correlationId: string;
  /** The value that `body` is the JSON text of. */
  readonly message: unknown;
  readonly body: string;
  readonly timeoutMs: number;
}

export type SendOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The Retry-After header as it came. */
      readonly retryAfter: string | null;
      readonly body: string;
      /** The value that `body` is the JSON text of, where it is at hand: then nobody parses `body`. */
      readonly value?: unknown;
    }
  | { readonly kind: 'no-answer'; readonly reason: 'timeout' | 'refused' | 'reset' };

/** POSTs to `edgeUrl` and calls `done` once, unless it is cancelled first, by the function that it returns. */
export type Send = (request: SendRequest, done: (outcome: SendOutcome) => void) => () => void;

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
  /** A way beside `fetch` that makes no promises: for our own device, with the transport `direct`. A run is the same by either. */
  readonly send?: Send;
  /** The `device` section of the resolved scenario. */
  readonly config: unknown;
}

export interface DeviceUnderTest {
  /** Takes one reading to deliver. May return the sequence id it gave it, so that the ledger knows it from birth. */
  record(reading: Reading): number | void;
  /** False while the device takes no readings (a full outbox that blocks): the sensor skips a sample. */
  ready?(): boolean;
  /**
   * Promises that all work is done within the calls of the harness, timers of `env.clock` and the callbacks of
   * `env.send`, never after an `await`.
   */
  readonly synchronous?: true;
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
