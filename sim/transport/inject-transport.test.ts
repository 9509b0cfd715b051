import { createInjectTransport } from './inject-transport.ts';
import { describeTransport } from './transport.contract.ts';

describeTransport('the inject transport', createInjectTransport);
