import type { Values } from '../../protocol/index.ts';

/** Names a fault by who plays it and by its key in a scenario file, e.g. `network.loss`. */
export type FaultName = `${'device' | 'network' | 'edge'}.${string}`;

export function isFaultName(text: string): text is FaultName {
  return /^(device|network|edge)\.[a-zA-Z]+$/.test(text);
}

export type Phase = 'faults' | 'heal' | 'drain';

/**
 * Why a request or an answer did not get through: a fault, a host that was down, or an edge that closed the
 * connection by itself instead of answering.
 */
export type Cause = FaultName | 'edge_down' | 'edge_closed' | 'device_down';

/**
 * One attempt to deliver one reading. `reading` is the sequence id, or null where no reading could be told from the
 * request. `attempt` counts the requests that this device sent for this reading from 0, over reboots.
 */
export interface AttemptKey {
  readonly device: string;
  readonly reading: number | null;
  readonly attempt: number;
}

/** A request as the edge sees it: `copy` is 0 for the original, 1 and up for what the network delivered again. */
export interface DeliveryKey extends AttemptKey {
  readonly copy: number;
}

/** `at` of every event: whole microseconds of virtual time since the world began. */
interface At {
  readonly at: number;
}

type Fields = Readonly<Record<string, string | number | boolean | null>>;

/**
 * All that a run says. The only channel from the run to checks, metrics and reports, and what the fingerprint is
 * made of: no wall time, host name, port, pid or path may go into it. Only JSON values, no `undefined`.
 */
export type TraceEvent =
  | (At & { readonly kind: 'phase_started'; readonly phase: Phase })
  /** A window of the timeline began or ended; `window` is its index in the scenario. */
  | (At & { readonly kind: 'window_opened'; readonly window: number; readonly faults: readonly FaultName[] })
  | (At & { readonly kind: 'window_closed'; readonly window: number; readonly faults: readonly FaultName[] })
  /** `boot` counts from 0. */
  | (At & { readonly kind: 'edge_started'; readonly boot: number })
  | (At & { readonly kind: 'edge_crashed'; readonly boot: number; readonly openExchanges: number })
  | (At & { readonly kind: 'device_started'; readonly device: string; readonly boot: number })
  | (At & { readonly kind: 'device_crashed'; readonly device: string; readonly boot: number })
  /**
   * A reading was born: handed to the device. `reading` is null when the device did not say which number it gave;
   * then `timestamp` (unique per device) ties it to the first attempt that carries it.
   */
  | (At & {
      readonly kind: 'reading_recorded';
      readonly device: string;
      readonly reading: number | null;
      readonly timestamp: string;
      readonly values: Values;
    })
  /** The device was not ready, so the sensor skipped a sample. No reading was born. */
  | (At & { readonly kind: 'sample_skipped'; readonly device: string })
  /** A log event of the device; `reading` is its `sequence_id`, null without one. Fields without the ids. */
  | (At & {
      readonly kind: 'device_logged';
      readonly device: string;
      readonly event: string;
      readonly reading: number | null;
      readonly fields: Fields;
    })
  /** A log event of the edge. Fields without the ids. */
  | (At & {
      readonly kind: 'edge_logged';
      readonly event: string;
      readonly device: string | null;
      readonly reading: number | null;
      readonly fields: Fields;
    })
  /** A fault decided to act on this attempt (`attempt` −1: on the reading before it was sent). */
  | (At & AttemptKey & { readonly kind: 'fault_injected'; readonly fault: FaultName })
  /** The client began an attempt. `timestamp` is that of the message, null when the body is no valid message. */
  | (At & AttemptKey & { readonly kind: 'attempt_sent'; readonly timestamp: string | null })
  /** Ending 1: the client learns at once; nothing was processed. */
  | (At & AttemptKey & { readonly kind: 'attempt_refused'; readonly by: Cause })
  /** Ending 2: the request vanished; the client hears nothing. */
  | (At & AttemptKey & { readonly kind: 'request_lost'; readonly by: Cause })
  /** The connection broke under the client, who learns it; `processed` says whether the edge had got the request. */
  | (At & AttemptKey & { readonly kind: 'attempt_reset'; readonly by: Cause; readonly processed: boolean })
  | (At & DeliveryKey & { readonly kind: 'request_delivered' })
  /** A copy that the network held reached no edge. */
  | (At & DeliveryKey & { readonly kind: 'copy_lost'; readonly by: Cause })
  | (At & {
      readonly kind: 'reading_stored';
      readonly device: string;
      readonly reading: number;
      readonly timestamp: string;
      readonly values: Values;
    })
  /** The edge answered. `source` is `gateway` when the harness answered in front of a foreign edge. */
  | (At &
      DeliveryKey & {
        readonly kind: 'request_answered';
        readonly status: number;
        readonly retryAfter: string | null;
        readonly source: 'edge' | 'gateway';
      })
  /** Ending 4: the edge processed the request, the answer vanished. */
  | (At & AttemptKey & { readonly kind: 'answer_lost'; readonly by: Cause; readonly status: number })
  /** Ending 3: the client has the answer. `retryAfterMs` is what the header asks for, by the device's clock. */
  | (At &
      AttemptKey & {
        readonly kind: 'answer_delivered';
        readonly status: number;
        readonly echoed: boolean;
        readonly retryAfterMs: number | null;
      })
  /** Ending 5: the answer came after the client had given up. */
  | (At & AttemptKey & { readonly kind: 'answer_late'; readonly status: number })
  /** The client gave the attempt up (its timeout). */
  | (At & AttemptKey & { readonly kind: 'attempt_abandoned' })
  /** The edge's `/metrics` of this boot; null when it has none in our form. `final` marks the last of the run. */
  | (At & {
      readonly kind: 'metrics_read';
      readonly boot: number;
      readonly final: boolean;
      readonly counters: Readonly<Record<string, number>> | null;
    })
  | (At & {
      readonly kind: 'outbox_read';
      readonly device: string;
      readonly size: number;
      readonly limit: number;
    })
  /** The end for one device; `pending` is what it says still waits, null when it does not say. */
  | (At & {
      readonly kind: 'device_stopped';
      readonly device: string;
      readonly pending: readonly number[] | null;
    });

export type TraceEventKind = TraceEvent['kind'];

/** Written as a record, so that the compiler sees that no kind is missing. */
const KINDS: Readonly<Record<TraceEventKind, true>> = {
  phase_started: true,
  window_opened: true,
  window_closed: true,
  edge_started: true,
  edge_crashed: true,
  device_started: true,
  device_crashed: true,
  reading_recorded: true,
  sample_skipped: true,
  device_logged: true,
  edge_logged: true,
  fault_injected: true,
  attempt_sent: true,
  attempt_refused: true,
  request_lost: true,
  attempt_reset: true,
  request_delivered: true,
  copy_lost: true,
  reading_stored: true,
  request_answered: true,
  answer_lost: true,
  answer_delivered: true,
  answer_late: true,
  attempt_abandoned: true,
  metrics_read: true,
  outbox_read: true,
  device_stopped: true,
};

export function isEventKind(name: string): name is TraceEventKind {
  return Object.hasOwn(KINDS, name);
}

export const EVENT_KINDS: readonly TraceEventKind[] = Object.keys(KINDS).filter(isEventKind);

/** The event of one kind. */
export type EventOf<Kind extends TraceEventKind> = Extract<TraceEvent, { readonly kind: Kind }>;
