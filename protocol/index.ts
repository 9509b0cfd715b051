/**
 * What travels on the wire: the message, the answers, the metrics, the names of headers and paths.
 * The only code that device and edge share. Start with `message.ts`. It knows nothing of the rest of the house.
 */
export { DEVICE_ID_PATTERN, instantMs, isMessage, messageSchema } from './message.ts';
export type { Message, Reading, Values } from './message.ts';
export { acceptedAnswerSchema, NUMBER_TAKEN, PROBLEM_CONTENT_TYPE, problemSchema } from './answer.ts';
export type { AcceptedAnswer, Problem } from './answer.ts';
export { batchItems, resultsIn } from './batch.ts';
export type { BatchAnswer, ItemResult } from './batch.ts';
export { metricsSchema, noOutcomes, outcomeOf, OUTCOMES } from './metrics.ts';
export type { Metrics, Outcome } from './metrics.ts';
export {
  CORRELATION_ID_HEADER,
  DEVICES_PATH,
  HEALTH_PATH,
  INGEST_PATH,
  METRICS_PATH,
  READY_PATH,
  RETRY_AFTER_HEADER,
  TELEMETRY_PATH,
} from './headers.ts';
export { parseTraceparent, traceparentText, TRACEPARENT_HEADER } from './traceparent.ts';
export type { TraceParent } from './traceparent.ts';
export { correlationId } from './correlation-id.ts';
export { INVALID_KINDS, invalidMessage } from './invalid-message.ts';
export type { InvalidKind } from './invalid-message.ts';
export { jsonIn } from './json-in.ts';
export { parseRetryAfterMs, retryAfterSeconds } from './retry-after.ts';
