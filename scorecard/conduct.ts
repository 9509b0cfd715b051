import type { EventOf, TraceEvent, TraceEventKind } from '../sim/trace/index.ts';

/** What one client did with one reading. Instants are in ms of virtual time since the world began. */
export interface Conduct {
  readonly attemptsAtMs: readonly number[];
  /** From when the client knew that an attempt had failed to the next one, in ms; one less than attempts. */
  readonly waitsMs: readonly number[];
  /** When it was done with the reading; null: it never was. */
  readonly endedAtMs: number | null;
  /** Whether it took the reading for delivered. */
  readonly isContent: boolean;
}

/** Words of the shell that all libraries share, `examples/client-device.ts`. */
const CONTENT = new Set(['telemetry_acknowledged', 'duplicate_acknowledged']);
const GIVEN_UP = new Set(['permanent_error_received', 'retries_exhausted']);

const FAILURES: ReadonlySet<TraceEventKind> = new Set([
  'answer_delivered',
  'attempt_reset',
  'attempt_refused',
  'attempt_abandoned',
]);

class Watched {
  readonly #attemptsAtMs: number[] = [];
  readonly #waitsMs: number[] = [];
  #failedAtMs = 0;
  #endedAtMs: number | null = null;
  #isContent = false;

  sent(atMs: number): void {
    if (this.#attemptsAtMs.length > 0) this.#waitsMs.push(atMs - this.#failedAtMs);
    this.#attemptsAtMs.push(atMs);
    this.#failedAtMs = atMs;
  }

  failed(atMs: number): void {
    this.#failedAtMs = atMs;
  }

  said(word: string, atMs: number): void {
    if (!CONTENT.has(word) && !GIVEN_UP.has(word)) return;
    this.#endedAtMs = atMs;
    this.#isContent = CONTENT.has(word);
  }

  conclude(): Conduct {
    return {
      attemptsAtMs: this.#attemptsAtMs,
      waitsMs: this.#waitsMs,
      endedAtMs: this.#endedAtMs,
      isContent: this.#isContent,
    };
  }
}

/** Whether a client has heard the last of an attempt. */
function isFailure(
  event: TraceEvent,
): event is EventOf<'answer_delivered' | 'attempt_reset' | 'attempt_refused' | 'attempt_abandoned'> {
  return FAILURES.has(event.kind);
}

/** Of each device, which has one reading, in the order in which they are first met. */
export function conductsIn(events: readonly TraceEvent[]): readonly Conduct[] {
  const byDevice = new Map<string, Watched>();
  const of = (device: string): Watched => {
    const known = byDevice.get(device) ?? new Watched();
    byDevice.set(device, known);
    return known;
  };
  for (const event of events) {
    const atMs = event.at / 1_000;
    if (event.kind === 'attempt_sent') of(event.device).sent(atMs);
    else if (event.kind === 'device_logged') of(event.device).said(event.event, atMs);
    else if (isFailure(event)) of(event.device).failed(atMs);
  }
  return [...byDevice.values()].map((watched) => watched.conclude());
}
