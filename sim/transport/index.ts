/**
 * How an attempt reaches a request handler. Start with `transport.ts`, the port, and `transports.ts`, the table:
 * `supertest-transport.ts` is real HTTP in memory, the others leave more and more of that out. It knows nothing of
 * virtual time, devices or faults.
 */
export { NoWayInError } from './direct-transport.ts';
export { ClientPorts, EDGE_ADDRESS, endsOf } from './client-address.ts';
export type { Ends } from './client-address.ts';
export { likeSocket, turned } from './memory-socket.ts';
export { createSupertestTransport } from './supertest-transport.ts';
export { TRANSPORT_NAMES, TRANSPORTS } from './transports.ts';
export type { TransportName } from './transports.ts';
export type { Caller, Connection, Transport, TransportFactory } from './transport.ts';
export { withoutStacks } from './without-stacks.ts';
