/**
 * What happens to one attempt between a device and the edge. Start with `fabric.ts`; each fault is one file of
 * `faults/`. It knows nothing of who sends and who answers.
 */
export { Fabric } from './fabric.ts';
export type { Sent } from './open-attempt.ts';
export type { ClientEnd, DeliveryEnd, EdgeEnd } from './ends.ts';
export type { NetworkSettings } from './network-settings.ts';
export type { Answer, Request } from './request.ts';
