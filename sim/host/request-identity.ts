import { batchItems, CORRELATION_ID_HEADER, jsonIn } from '../../protocol/index.ts';
import { petrelMessage } from './wire/petrel-dialect.ts';

/** What can be told of a request before anybody answers it. */
export interface RequestIdentity {
  /** The sequence id, null where none can be told. */
  readonly reading: number | null;
  /** Of the message, null when the body is no message of this device. */
  readonly timestamp: string | null;
}

/** Of one reading among many. */
export interface IdentityOfMany extends RequestIdentity {
  readonly reading: number;
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
  /** The same of requests for many readings. */
  readonly #manyByCorrelation = new Map<string, readonly unknown[]>();

  /** The device said in its log which reading a correlation id stands for. */
  learn(fields: Readonly<Record<string, unknown>>, reading = fields['sequence_id']): void {
    const { correlation_id: correlation, sequence_ids: many } = fields;
    if (typeof correlation === 'string' && Array.isArray(many)) {
      this.#manyByCorrelation.set(correlation, many);
      trim(this.#manyByCorrelation);
      return;
    }
    if (
      typeof correlation !== 'string' ||
      typeof reading !== 'number' ||
      this.#byCorrelation.has(correlation)
    )
      return;
    this.#byCorrelation.set(correlation, reading);
    trim(this.#byCorrelation);
  }

  /** The reading has its end: whatever is sent for it again carries its whole message. */
  forget(fields: Readonly<Record<string, unknown>>): void {
    const { correlation_id: correlation } = fields;
    if (typeof correlation !== 'string') return;
    this.#byCorrelation.delete(correlation);
    this.#manyByCorrelation.delete(correlation);
  }

  of(device: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array): RequestIdentity {
    const value = typeof body === 'string' ? jsonIn(body) : null;
    return this.corrected(messageOf(device, value), headers);
  }

  /** Whether the device said in its log which readings a request with this correlation id is for. */
  hasToldMany(headers: Readonly<Record<string, string>>): boolean {
    return this.#manyByCorrelation.has(headers[CORRELATION_ID_HEADER] ?? '');
  }

  /** The readings of a request for many, in the order of its list; null where it has none. */
  many(
    device: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array,
  ): readonly IdentityOfMany[] | null {
    if (typeof body !== 'string' || !body.startsWith('[')) return null;
    const items = batchItems(jsonIn(body));
    if (items === null) return null;
    const numbers = this.#manyByCorrelation.get(headers[CORRELATION_ID_HEADER] ?? '');
    return items
      .map((item, index) => {
        const told = messageOf(device, item);
        const said = numbers?.[index];
        return typeof said === 'number' ? identityOf(device, said, item) : (told ?? UNKNOWN);
      })
      .filter((told): told is IdentityOfMany => told.reading !== null);
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
export function identityOf(device: string, reading: number, message: unknown): IdentityOfMany {
  const told = messageOf(device, message);
  return { reading, timestamp: told !== null && told.reading === reading ? told.timestamp : null };
}

function messageOf(device: string, message: unknown): RequestIdentity | null {
  const told = petrelMessage(message);
  return told === null || told.device !== device
    ? null
    : { reading: told.reading, timestamp: told.timestamp };
}

/** Forgets the oldest of what is too many. */
function trim(map: Map<string, unknown>): void {
  if (map.size <= REMEMBERED_MAX) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
