import { NodeHttp2Handler } from '@smithy/node-http-handler';
import { sending } from './smithy-request.ts';
import { retrying } from './retrying.ts';

export const createDevice = retrying(sending(() => new NodeHttp2Handler()));
