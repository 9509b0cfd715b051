import { CORRELATION_ID_HEADER, jsonIn } from '../../protocol/index.ts';
import { petrelMessage } from './wire/petrel-dialect.ts';

/** What can be told of a request before anybody answers it. */
export interface RequestIdentity {
  /** The sequence id, null where none can be told. */
  readonly reading: number | null;
  /** Of the message, null when the body is no message of this device. */
  readonly timestamp: string | null;
}

const UNKNOWN: RequestIdentity = { reading: null, timestamp: null };

/** Correlation ids remembered for each device: far more than can be on the way at once. */
const REMEMBERED_MAX = 10_000;

/**
 * Which reading a request is for: by its message, or, where the message is damaged on purpose, by the correlation id
 * that the device's own log tied to a reading.
 */
export class RequestIdentities {
  readonly #byCorrelation = new Map<string, number>();

  /** The device said in its log which reading a correlation id stands for. */
  learn(fields: Readonly<Record<string, unknown>>, reading = fields['sequence_id']): void {
    const { correlation_id: correlation } = fields;
    if (
      typeof correlation !== 'string' ||
      typeof reading !== 'number' ||
      this.#byCorrelation.has(correlation)
    )
      return;
    this.#byCorrelation.set(correlation, reading);
    if (this.#byCorrelation.size > REMEMBERED_MAX) {
      const [oldest] = this.#byCorrelation.keys();
      if (oldest !== undefined) this.#byCorrelation.delete(oldest);
    }
  }

  /** The reading has its end: whatever is sent for it again carries its whole message. */
  forget(fields: Readonly<Record<string, unknown>>): void {
    const { correlation_id: correlation } = fields;
    if (typeof correlation === 'string') this.#byCorrelation.delete(correlation);
  }

  of(device: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array): RequestIdentity {
    const value = typeof body === 'string' ? jsonIn(body) : null;
    return this.corrected(messageOf(device, value), headers);
  }

  /** What a message says, null for nothing, held against what the log said. */
  corrected(message: RequestIdentity | null, headers: Readonly<Record<string, string>>): RequestIdentity {
    const correlated = this.#byCorrelation.get(headers[CORRELATION_ID_HEADER] ?? '');
    if (message === null)
      return correlated === undefined ? UNKNOWN : { reading: correlated, timestamp: null };
    return correlated === undefined || correlated === message.reading
      ? message
      : { reading: correlated, timestamp: null };
  }
}

/** The same of a client that says which reading its message is for. */
export function identityOf(device: string, reading: number, message: unknown): RequestIdentity {
  const told = messageOf(device, message);
  return told !== null && told.reading === reading ? told : { reading, timestamp: null };
}

function messageOf(device: string, message: unknown): RequestIdentity | null {
  const told = petrelMessage(message);
  return told === null || told.device !== device
    ? null
    : { reading: told.reading, timestamp: told.timestamp };
}
