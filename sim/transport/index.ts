/**
 * How an attempt reaches a request handler. Start with `transport.ts`, the port; `supertest-transport.ts` is real HTTP
 * in memory. It knows nothing of virtual time, devices or faults.
 */
export { createSupertestTransport } from './supertest-transport.ts';
export type { Enter, Handler, Transport, TransportFactory, WireAnswer, WireRequest } from './transport.ts';
