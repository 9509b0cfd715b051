import { namesOf } from '../kernel/index.ts';
import { createDirectTransport } from './direct-transport.ts';
import { createInjectTransport } from './inject-transport.ts';
import { createSupertestTransport } from './supertest-transport.ts';
import type { TransportFactory } from './transport.ts';

/** Every transport by its name, from the most real to the fastest. All give the same run. */
export const TRANSPORTS = {
  supertest: createSupertestTransport,
  inject: createInjectTransport,
  direct: createDirectTransport,
} as const satisfies Readonly<Record<string, TransportFactory>>;

export type TransportName = keyof typeof TRANSPORTS;

export const TRANSPORT_NAMES = namesOf(TRANSPORTS);
