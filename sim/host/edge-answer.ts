import { jsonIn, metricsSchema } from '../../protocol/index.ts';
import type { Answer, NamedReading, Request, StoredNow } from '../net/index.ts';
import type { EdgeAnswer } from '../../ports/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import { decoded } from './content-coding.ts';

/** What the network needs to know of an answer on the wire. */
export function answerFrom(
  wire: EdgeAnswer,
  key: DeliveryKey,
  judge: Request['judge'],
  stored: () => StoredNow | null,
): Answer {
  const { status, headers, body, bytes, value } = wire;
  if (judge !== undefined) {
    const { echoed, items } = judge(wire, stored);
    const retryAfter = headers['retry-after'] ?? null;
    return { status, headers, body, bytes, value, retryAfter, echoed, items: items ?? undefined };
  }
  const isTaken = status >= 200 && status <= 299;
  const said: unknown = !isTaken ? null : value === undefined ? jsonIn(textOf(wire)) : value;
  const echoed = echoes(said, key);
  return {
    status,
    headers,
    body,
    bytes,
    value,
    retryAfter: headers['retry-after'] ?? null,
    echoed,
    named: isTaken && !echoed ? namedIn(said) : undefined,
  };
}

/** An edge may answer compressed to whoever takes that. What is damaged is no answer to anything. */
function textOf({ headers, body, bytes }: EdgeAnswer): string {
  const coding = headers['content-encoding'];
  if (coding === undefined) return body;
  try {
    return Buffer.from(decoded(bytes ?? Buffer.from(body), coding)).toString('utf8');
  } catch {
    return body;
  }
}

/** A portal in between answers 2xx too; only the edge can name the reading. */
function echoes(answer: unknown, key: DeliveryKey): boolean {
  if (typeof answer !== 'object' || answer === null || !('sequence_id' in answer)) return false;
  if (answer.sequence_id !== key.reading) return false;
  return !('device_id' in answer) || answer.device_id === key.device;
}

/** The reading that an answer names; undefined: none. A number by itself may be one that the edge counts by. */
function namedIn(answer: unknown): NamedReading | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  if (!('device_id' in answer) || !('sequence_id' in answer)) return undefined;
  const { device_id: device, sequence_id: reading } = answer;
  return typeof device === 'string' && typeof reading === 'number' ? { device, reading } : undefined;
}

/** The counters of `/metrics` in our form, null in any other. */
export function countersFrom(wire: EdgeAnswer): Readonly<Record<string, number>> | null {
  if (wire.status !== 200) return null;
  const parsed = metricsSchema.safeParse(jsonIn(wire.body));
  return parsed.success ? parsed.data : null;
}
