import { hash, randomBytes } from 'node:crypto';
import { CORRELATION_ID_HEADER, TRACEPARENT_HEADER, traceparentText } from '../../protocol/index.ts';

/**
 * Each reading is one trace, over all its attempts and over reboots, by its correlation id; each attempt is a span of its own. As
 * sampled, or a collector behind the edge would by its default leave out what the device did not record.
 */
export function traceHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const correlationId = headers[CORRELATION_ID_HEADER];
  if (correlationId === undefined) return {};
  const traceId = hash('sha256', correlationId, 'hex').slice(0, 32);
  const spanId = randomBytes(8).toString('hex');
  return { [TRACEPARENT_HEADER]: traceparentText({ traceId, spanId, isSampled: true }) };
}
