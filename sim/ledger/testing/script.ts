import type { AttemptKey, FaultName, TraceEvent } from '../../trace/event.ts';

/** An event without its time: `at(seconds, event)` gives it one. */
type Untimed<E> = E extends TraceEvent ? Omit<E, 'at'> : never;

export type Said = Untimed<TraceEvent>;

/** Stamps events with one instant, in seconds of virtual time. */
export function at(seconds: number, ...events: readonly Said[]): readonly TraceEvent[] {
  return events.map((event) => ({ ...event, at: Math.round(seconds * 1_000_000) }));
}

export const DEVICE = 'device-001';
const VALUES = { temperature_c: 21.5 };

/** The timestamp of a reading in these scripts: distinct for each number. */
export function timestampOf(reading: number): string {
  return new Date(Date.UTC(2026, 0, 1) + reading * 1000).toISOString();
}

function key(reading: number, attempt: number): AttemptKey {
  return { device: DEVICE, reading, attempt };
}

export const born = (reading: number): Said => ({
  kind: 'reading_recorded',
  device: DEVICE,
  reading,
  timestamp: timestampOf(reading),
  values: VALUES,
});

export const bornUnnumbered = (reading: number): Said => ({
  kind: 'reading_recorded',
  device: DEVICE,
  reading: null,
  timestamp: timestampOf(reading),
  values: VALUES,
});

export const sent = (reading: number, attempt = 0): Said => ({
  kind: 'attempt_sent',
  ...key(reading, attempt),
  timestamp: timestampOf(reading),
});

/** The same of a request of which nobody can tell which reading it is for. */
export const nameless = (event: Said): Said => Object.assign({}, event, { reading: null, timestamp: null });

/** As GET behind a redirect: nothing tells which reading it is for. */
export const sentEmpty = (reading: number, attempt: number): Said => ({
  kind: 'attempt_sent',
  ...key(reading, attempt),
  timestamp: null,
});

export const redirected = (reading: number, attempt = 0): Said => ({
  kind: 'redirect_followed',
  ...key(reading, attempt),
});

export const renewed = (reading: number, attempt = 0): Said => ({
  kind: 'credentials_renewed',
  ...key(reading, attempt),
});

export const delivered = (reading: number, attempt = 0, copy = 0): Said => ({
  kind: 'request_delivered',
  ...key(reading, attempt),
  copy,
});

export const stored = (reading: number, values: Readonly<Record<string, number>> = VALUES): Said => ({
  kind: 'reading_stored',
  device: DEVICE,
  reading,
  timestamp: timestampOf(reading),
  values,
});

export const answered = (reading: number, status: number, attempt = 0, copy = 0): Said => ({
  kind: 'request_answered',
  ...key(reading, attempt),
  copy,
  status,
  retryAfter: null,
  source: 'edge',
});

export const heard = (
  reading: number,
  status: number,
  attempt = 0,
  more: { readonly retryAfterMs?: number; readonly byDateMs?: number; readonly echoed?: boolean } = {},
): Said => ({
  kind: 'answer_delivered',
  ...key(reading, attempt),
  status,
  echoed: more.echoed ?? status === 200,
  retryAfterMs: more.retryAfterMs ?? null,
  ...(more.byDateMs !== undefined && { byDateMs: more.byDateMs }),
});

export const late = (reading: number, status: number, attempt = 0): Said => ({
  kind: 'answer_late',
  ...key(reading, attempt),
  status,
});

export const begun = (reading: number, status: number, attempt = 0): Said => ({
  kind: 'answer_begun',
  ...key(reading, attempt),
  by: 'network.answerCut',
  status,
});

export const abandoned = (reading: number, attempt = 0): Said => ({
  kind: 'attempt_abandoned',
  ...key(reading, attempt),
});

/** The edge sees that nobody waits for its answer any more. */
export const gone = (reading: number, attempt = 0): Said => ({
  kind: 'client_gone',
  device: DEVICE,
  reading,
  attempt,
  copy: 0,
});

/** The connection broke, when the edge had the request. */
export const resetBy = (by: FaultName, reading: number, attempt = 0): Said => ({
  kind: 'attempt_reset',
  ...key(reading, attempt),
  by,
  processed: true,
});

export const lostRequest = (reading: number, attempt = 0, by: FaultName = 'network.loss'): Said => ({
  kind: 'request_lost',
  ...key(reading, attempt),
  by,
});

export const injected = (fault: FaultName, reading: number, attempt = 0): Said => ({
  kind: 'fault_injected',
  ...key(reading, attempt),
  fault,
});

export const logged = (
  event: string,
  reading: number | null,
  fields: Readonly<Record<string, string | number | boolean | null>> = {},
): Said => ({ kind: 'device_logged', device: DEVICE, event, reading, fields });

export const edgeLogged = (
  event: string,
  reading: number | null,
  fields: Readonly<Record<string, string | number | boolean | null>> = {},
): Said => ({ kind: 'edge_logged', event, device: DEVICE, reading, fields });

export const phase = (name: 'faults' | 'heal' | 'drain'): Said => ({ kind: 'phase_started', phase: name });

export const opened = (window: number): Said => ({ kind: 'window_opened', window, faults: [] });

export const closed = (window: number): Said => ({ kind: 'window_closed', window, faults: [] });

export const stopped = (pending: readonly number[] | null): Said => ({
  kind: 'device_stopped',
  device: DEVICE,
  pending,
});

/** A reading that is taken at the first attempt, `seconds` after the world began. */
export function deliveredReading(reading: number, seconds: number): readonly TraceEvent[] {
  return [
    ...at(seconds, born(reading), sent(reading)),
    ...at(seconds + 0.01, delivered(reading), stored(reading), answered(reading, 200)),
    ...at(seconds + 0.02, heard(reading, 200), logged('telemetry_acknowledged', reading)),
  ];
}
