import { createSupertestTransport } from './supertest-transport.ts';
import { describeTransport } from './transport.contract.ts';

describeTransport('the supertest transport', createSupertestTransport);
