import { metricsSchema } from '../../protocol/index.ts';
import type { Answer } from '../net/index.ts';
import type { EdgeAnswer } from '../../ports/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import { jsonOrNull } from './json-or-null.ts';

/** What the network needs to know of an answer on the wire. */
export function answerFrom(wire: EdgeAnswer, key: DeliveryKey): Answer {
  const { status, headers, body, value } = wire;
  return {
    status,
    headers,
    body,
    value,
    retryAfter: headers['retry-after'] ?? null,
    echoed: status === 200 && echoes(value === undefined ? jsonOrNull(body) : value, key),
  };
}

/** A portal in between answers 200 too; only the edge can name the reading. */
function echoes(answer: unknown, key: DeliveryKey): boolean {
  if (typeof answer !== 'object' || answer === null || !('sequence_id' in answer)) return false;
  if (answer.sequence_id !== key.reading) return false;
  return !('device_id' in answer) || answer.device_id === key.device;
}

/** The counters of `/metrics` in our form, null in any other. */
export function countersFrom(wire: EdgeAnswer): Readonly<Record<string, number>> | null {
  if (wire.status !== 200) return null;
  const parsed = metricsSchema.safeParse(jsonOrNull(wire.body));
  return parsed.success ? parsed.data : null;
}
