import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';
import type { Message } from '../../protocol/index.ts';
import type { RequestSpan } from '../trace/request-span.ts';

/** What is known of one request while it is worked on. */
export class Exchange {
  readonly correlationId: string;
  /** Whether it counts as received: it came to the ingest path. */
  readonly counted: boolean;
  /** Set once the body is parsed, if it is one; safe to log. */
  deviceId: string | undefined;
  sequenceId: number | undefined;
  /** The idempotency key that is claimed and neither committed nor released. */
  claimedKey: string | undefined;
  /** The version that it read of the contended row, if it takes part in that race, and what a loser is told. */
  race: { readonly version: number; readonly retryAfterMs: number | null } | undefined;
  /** The devices that whoever sends may speak for; undefined: any. */
  speaksFor: readonly string[] | undefined;
  /** Its outcome is counted: nothing may count it again. */
  ended = false;
  /** The trace that it is a part of; null: none. */
  span: Pick<RequestSpan, 'traceId' | 'spanId'> | null;

  constructor(correlationId: string, counted: boolean, span: Exchange['span']) {
    this.correlationId = correlationId;
    this.counted = counted;
    this.span = span;
  }

  /** Takes the ids from a parsed body that is not validated yet. */
  identify(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    if (
      'device_id' in value &&
      typeof value.device_id === 'string' &&
      DEVICE_ID_PATTERN.test(value.device_id)
    ) {
      this.deviceId = value.device_id;
    }
    if ('sequence_id' in value && typeof value.sequence_id === 'number') {
      const isValid = Number.isSafeInteger(value.sequence_id) && value.sequence_id >= 0;
      if (isValid) this.sequenceId = value.sequence_id;
    }
  }

  /** Whether the reading is of somebody else than who sends it. */
  get isOfAnother(): boolean {
    return (
      this.speaksFor !== undefined && this.deviceId !== undefined && !this.speaksFor.includes(this.deviceId)
    );
  }

  /** The same of a message that is valid. */
  identifyAs({ device_id, sequence_id }: Message): void {
    this.deviceId = device_id;
    this.sequenceId = sequence_id;
  }

  /** The ids of reading, request and trace, as fields of a log line. */
  logFields(): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    // Assigned one by one: spreads cost more than all else that a request logs.
    if (this.deviceId !== undefined) fields['device_id'] = this.deviceId;
    if (this.sequenceId !== undefined) fields['sequence_id'] = this.sequenceId;
    fields['correlation_id'] = this.correlationId;
    if (this.span !== null) {
      fields['trace_id'] = this.span.traceId;
      fields['span_id'] = this.span.spanId;
    }
    return fields;
  }
}
