/**
 * What happens to one attempt between a device and the edge. Start with `fabric.ts`; what goes wrong is decided by
 * the faults in force. It knows nothing of who sends and who answers.
 */
export { ComingRequest } from './coming-request.ts';
export { Connection } from './connection.ts';
export { Fabric } from './fabric.ts';
export type { Sent } from './open-attempt.ts';
export type { AtEdge, ClientEnd, Coming, DeliveryEnd } from './ends.ts';
export type { EdgeEnd } from './delivery.ts';
export { ANSWER_LATENCY, ANSWER_WAY, LATENCY, latencyUs, REQUEST_WAY } from './latency.ts';
export type { Latency } from './latency.ts';
export type { Dwells } from './fade.ts';
export { Links } from './links.ts';
export { LOSE, PASS } from './passage.ts';
export type { FaultGate, FaultInForce, GatedPassage, NetworkInForce, Passage, Verdict } from './passage.ts';
export { recordOtherAnswers, recordOthers } from './companions.ts';
export type {
  Answer,
  AnswerJudged,
  Companion,
  ItemAnswer,
  NamedReading,
  Request,
  StoredNow,
} from './request.ts';
