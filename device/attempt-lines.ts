import type { Ids } from './journal.ts';
import { isHeard } from '../ports/index.ts';
import type { Log } from '../ports/index.ts';

/**
 * The lines that a client says for every attempt, apart from its rarer ones because they are most of what it says:
 * nothing is made for a line that nobody hears, and a line is one literal, for an object put together by a spread
 * costs more than all the rest of it.
 */

/** Who speaks, and to whom. */
interface Speaker {
  readonly id: string;
  readonly log: Log;
}

export function saySent({ id, log }: Speaker, reading: Ids, attempt: number): void {
  if (!isHeard(log, 'info', 'telemetry_sent')) return;
  log('info', 'telemetry_sent', {
    device_id: id,
    sequence_id: reading.sequenceId,
    correlation_id: reading.correlationId,
    attempt,
  });
}

export function sayAcknowledged({ id, log }: Speaker, reading: Ids, attempts: number): void {
  if (!isHeard(log, 'info', 'telemetry_acknowledged')) return;
  log('info', 'telemetry_acknowledged', {
    device_id: id,
    sequence_id: reading.sequenceId,
    correlation_id: reading.correlationId,
    attempts,
  });
}

export function sayFailed(
  { id, log }: Speaker,
  reading: Ids,
  failure: { readonly status: number | null; readonly reason: string; readonly cause?: string },
): void {
  if (!isHeard(log, 'warn', 'transient_error_received')) return;
  log('warn', 'transient_error_received', {
    device_id: id,
    sequence_id: reading.sequenceId,
    correlation_id: reading.correlationId,
    status: failure.status,
    reason: failure.reason,
    ...(failure.cause !== undefined && { cause: failure.cause }),
  });
}

/** `retry` counts from 0; `delay` as it was reckoned. */
export function sayRetrying(
  { id, log }: Speaker,
  reading: Ids,
  retry: number,
  delay: { readonly delayMs: number; readonly backoffMs: number; readonly retryAfterMs: number | null },
  policy: string,
): void {
  if (!isHeard(log, 'info', 'retrying_after_backoff')) return;
  log('info', 'retrying_after_backoff', {
    device_id: id,
    sequence_id: reading.sequenceId,
    correlation_id: reading.correlationId,
    retry,
    delay_ms: delay.delayMs,
    backoff_ms: delay.backoffMs,
    retry_after_ms: delay.retryAfterMs,
    policy,
  });
}
