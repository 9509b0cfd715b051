/**
 * Fits our own device, edge and policies into the ports of the harness. Start with `builtin-subject.ts`.
 * The only part of the harness that knows more of device/ and edge/ than their settings and policies.
 */
export { builtinDevice } from './builtin-device.ts';
export { builtinEdge } from './builtin-edge.ts';
export { builtinSubject } from './builtin-subject.ts';
