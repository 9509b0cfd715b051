import { overTwo } from './node-http2.ts';
import { retrying } from './retrying.ts';

export const createDevice = retrying(overTwo(({ host }) => `https://${host}`));
