/**
 * How an attempt reaches a request handler. Start with `transport.ts`, the port; `supertest-transport.ts` is real HTTP
 * in memory. It knows nothing of virtual time, devices or faults.
 */
export { createSupertestTransport } from './supertest-transport.ts';
export type { Transport, TransportFactory, WireAnswer } from './transport.ts';
